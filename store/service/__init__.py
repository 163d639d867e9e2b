"""Rules over the records."""
