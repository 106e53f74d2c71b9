"""Files by random key, on any file system."""

import io

import pytest

from app.services.files import Storage, StoredFileMissing


@pytest.fixture(params=["folder", "memory"])
def storage(request, tmp_path) -> Storage:
    """A folder of this machine, and a file system that has no paths here."""
    return Storage((tmp_path / "files").as_uri() if request.param == "folder" else f"memory://{tmp_path.name}")


def put(storage: Storage, content: bytes) -> str:
    return storage.put(io.BytesIO(content), folder="imports")


def test_what_was_put_is_read_back(storage):
    key = put(storage, b"one")

    with storage.open(key) as file:
        assert file.read() == b"one"
    with storage.local(key) as path:
        assert path.read_bytes() == b"one"


def test_equal_contents_have_keys_of_their_own_that_nobody_can_guess(storage):
    first, second = put(storage, b"one"), put(storage, b"one")

    assert first != second
    assert first.startswith("imports/")
    assert len(first.rsplit("/", 1)[1]) == 48


def test_a_deleted_file_is_gone_and_may_be_deleted_again(storage):
    key = put(storage, b"one")

    storage.delete(key)
    storage.delete(key)

    with pytest.raises(StoredFileMissing), storage.open(key):
        pass
    with pytest.raises(StoredFileMissing), storage.local(key):
        pass


def test_the_copy_that_was_made_for_a_reader_does_not_stay(tmp_path):
    storage = Storage(f"memory://{tmp_path.name}")
    key = put(storage, b"one")

    with storage.local(key) as path:
        assert path.exists()

    assert not path.exists()
