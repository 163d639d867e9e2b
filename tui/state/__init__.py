"""What screens show, as plain values that can be tested without a terminal."""
