"""TinyDB files done safely: atomic, locked, several at once, damage told and not hidden."""

from store.files.lock import FolderLock
from store.files.storage import SCHEMA, SafeDB, SafeStorage, SafeTable

__all__ = ["SCHEMA", "FolderLock", "SafeDB", "SafeStorage", "SafeTable"]
