"""TinyDB files done safely: atomic, locked, several at once, damage told and not hidden."""

from store.files.journal import Change, Journal, Note
from store.files.lock import FolderLock
from store.files.schema import SCHEMA
from store.files.storage import SafeDB, SafeStorage, SafeTable
from store.files.watch import Watch

__all__ = ["SCHEMA", "Change", "FolderLock", "Journal", "Note", "SafeDB", "SafeStorage", "SafeTable", "Watch"]
