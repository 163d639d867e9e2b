"""The engine beside its peers: same instances, same cores, same wall time, in the same minutes."""
