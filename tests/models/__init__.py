"""Slow, plain models of what the product does, to compare it with."""
