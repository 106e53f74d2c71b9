"""Uploaded files: kept by key, never by the name that a user's computer gave them."""

from app.services.files.storage import Storage, StoredFileMissing, storage

__all__ = ["Storage", "StoredFileMissing", "storage"]
