"""The books: what is known. Typed records kept in TinyDB files."""
