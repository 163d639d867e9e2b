"""The way: from due outlets to driven routes. No Textual, no TinyDB."""
