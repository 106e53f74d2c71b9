"""Files on any file system that fsspec knows: a local folder by default, S3 and others by their URL.

A key is random and says nothing about the content; who may have it is the business of whoever stores it.
"""

import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import fsspec  # type: ignore[import-untyped]
from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]

from app.config import settings

KEY_BYTES = 24
KEY = re.compile(rf"[a-z_-]+/[0-9a-f]{{2}}/[0-9a-f]{{{2 * KEY_BYTES}}}")


class StoredFileMissing(LookupError):
    """The storage has no file of that key: it was deleted, or never arrived."""


class Storage:
    """One folder of one file system; `url` as fsspec writes it."""

    def __init__(self, url: str) -> None:
        self._system, self._root = fsspec.core.url_to_fs(url)

    def put(self, content: IO[bytes], *, folder: str) -> str:
        """Keep `content` in `folder` and return its key."""
        token = secrets.token_hex(KEY_BYTES)
        key = f"{folder}/{token[:2]}/{token}"
        path = self._path(key)
        self._system.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        with self._system.open(path, "wb") as target:
            shutil.copyfileobj(content, target)
        return key

    @contextmanager
    def open(self, key: str) -> Iterator[Any]:
        """The file, open for reading bytes. Raises StoredFileMissing."""
        try:
            source = self._system.open(self._path(key), "rb")
        except FileNotFoundError:
            raise StoredFileMissing(key) from None
        with source:
            yield source

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """A path of this machine with the file's content, for readers that need one. Raises StoredFileMissing."""
        if isinstance(self._system, LocalFileSystem):
            path = Path(self._path(key))
            if not path.is_file():
                raise StoredFileMissing(key)
            yield path
            return
        with self.open(key) as source, tempfile.NamedTemporaryFile() as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            yield Path(copy.name)

    def delete(self, key: str) -> None:
        """Remove the file; one that is gone already is no error."""
        try:
            self._system.rm_file(self._path(key))
        except FileNotFoundError:
            return

    def old_keys(self, age: timedelta) -> Iterator[str]:
        """Keys of the files that were written longer ago; what is no file of ours is left out."""
        newest = datetime.now(UTC) - age
        for path in self._system.find(self._root):
            key = path.removeprefix(f"{self._root}/")
            if not KEY.fullmatch(key):
                continue
            try:
                written = self._system.modified(path)
            except FileNotFoundError:  # deleted in the meantime
                continue
            if (written if written.tzinfo else written.replace(tzinfo=UTC)) < newest:
                yield key

    def _path(self, key: str) -> str:
        return f"{self._root}/{key}"


@lru_cache(maxsize=1)
def storage() -> Storage:
    """The storage of this process, as its settings say."""
    return Storage(settings().storage_url or (settings().data_dir / "files").as_uri())
