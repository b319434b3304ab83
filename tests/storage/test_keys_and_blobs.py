"""The encrypting store: real ciphers, real files, and what happens to those who tamper with them."""

import base64
import os
import resource
import stat
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import ConfigError, Erased, NotFound, StorageError, StorageFull
from assistant.storage.blobs import EncryptedFiles
from assistant.storage.files import write_new, write_whole
from assistant.storage.keys import KeyRing, installation_key


@pytest.fixture
def open_store(tmp_path):
    """The store of the folder, under its installation key or another."""

    def open_one(installation=None):
        key = installation or installation_key(tmp_path / "keys" / "installation.key")
        return EncryptedFiles(tmp_path / "blobs", KeyRing(tmp_path / "keys" / "encounters", key))

    return open_one


@given(data=st.binary(max_size=5000))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_put_comes_back(open_store, data):
    open_store().put("e1", "note", data)
    assert open_store().get("e1", "note") == data


def test_the_digest_is_of_the_plain_data(open_store):
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert open_store().put("e1", "note", b"") == empty


def test_nothing_on_the_disk_is_in_clear_and_no_write_repeats(open_store, tmp_path):
    store = open_store()
    store.put("e1", "note", b"Mrs Dalloway" * 50)
    first = (tmp_path / "blobs" / "e1" / "note").read_bytes()
    store.put("e1", "note", b"Mrs Dalloway" * 50)
    second = (tmp_path / "blobs" / "e1" / "note").read_bytes()
    assert b"Dalloway" not in first
    assert first != second
    assert len(first) == len(second)


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_flipped_bit_is_noticed(open_store, tmp_path, at, bit):
    store = open_store()
    store.put("e1", "note", b"Mrs Dalloway")
    path = tmp_path / "blobs" / "e1" / "note"
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1 << bit
    path.write_bytes(data)
    with pytest.raises(StorageError, match="altered"):
        store.get("e1", "note")


@pytest.mark.parametrize("length", [0, 3, 4, 10, 16, 31])
def test_a_truncated_blob_is_noticed(open_store, tmp_path, length):
    store = open_store()
    store.put("e1", "note", b"Mrs Dalloway")
    path = tmp_path / "blobs" / "e1" / "note"
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(StorageError, match="altered"):
        store.get("e1", "note")


def test_swapped_blobs_do_not_open(open_store, tmp_path):
    store = open_store()
    store.put("e1", "a", b"one")
    store.put("e1", "b", b"two")
    a, b = tmp_path / "blobs" / "e1" / "a", tmp_path / "blobs" / "e1" / "b"
    kept_a, kept_b = a.read_bytes(), b.read_bytes()
    a.write_bytes(kept_b)
    b.write_bytes(kept_a)
    for name in ("a", "b"):
        with pytest.raises(StorageError, match="altered"):
            store.get("e1", name)


def test_another_encounters_key_and_blob_do_not_open_under_this_name(open_store, tmp_path):
    store = open_store()
    store.put("e1", "note", b"one")
    store.put("e2", "note", b"two")
    keys = tmp_path / "keys" / "encounters"
    (keys / "e1.key").write_bytes((keys / "e2.key").read_bytes())
    (tmp_path / "blobs" / "e1" / "note").write_bytes((tmp_path / "blobs" / "e2" / "note").read_bytes())
    with pytest.raises(StorageError, match="key"):
        store.get("e1", "note")


def test_another_installation_key_opens_nothing(open_store):
    open_store().put("e1", "note", b"one")
    with pytest.raises(StorageError, match="key") as refused:
        open_store(os.urandom(32)).get("e1", "note")
    assert "installation key" in refused.value.hint


def test_what_was_erased_is_gone(open_store, tmp_path):
    store = open_store()
    store.put("e1", "note", b"one")
    store.put("e2", "note", b"two")
    store.erase("e1")
    store.erase("e1")
    for again in (store, open_store()):
        with pytest.raises(Erased):
            again.get("e1", "note")
        with pytest.raises(Erased):
            again.put("e1", "note", b"three")
        assert again.get("e2", "note") == b"two"
    assert not (tmp_path / "blobs" / "e1").exists()
    assert not (tmp_path / "keys" / "encounters" / "e1.key").exists()


def test_the_wrapped_key_is_overwritten_where_it_lay(open_store, tmp_path):
    store = open_store()
    store.put("e1", "note", b"one")
    with (tmp_path / "keys" / "encounters" / "e1.key").open("rb") as file:
        before = file.read()
        store.erase("e1")
        file.seek(0)
        after = file.read()
    assert len(after) == len(before)
    assert after != before


def test_what_never_was(open_store):
    store = open_store()
    with pytest.raises(NotFound):
        store.get("e1", "note")
    store.put("e1", "note", b"one")
    with pytest.raises(NotFound):
        store.get("e1", "other")


@pytest.mark.parametrize("name", ["", "../note", "a/b", ".hidden", "a\0b", "é"])
def test_names_that_could_be_paths_are_refused(open_store, name):
    for call in (lambda: open_store().put("e1", name, b""), lambda: open_store().put(name, "note", b"")):
        with pytest.raises(StorageError):
            call()


def test_writers_of_a_new_encounter_agree_on_its_key(open_store):
    together = threading.Barrier(8, timeout=30)

    def write(n):
        store = open_store()
        together.wait()
        store.put("e1", f"note-{n}", str(n).encode())

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [open_store().get("e1", f"note-{n}") for n in range(8)] == [str(n).encode() for n in range(8)]


def test_a_full_disk_leaves_the_old_blob_whole(open_store, tmp_path):
    store = open_store()
    store.put("e1", "note", b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(StorageFull) as full:
            store.put("e1", "note", b"new" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert full.value.retryable
    assert store.get("e1", "note") == b"old"
    assert [path.name for path in (tmp_path / "blobs" / "e1").iterdir()] == ["note"]
    store.put("e1", "note", b"new" * 10_000)


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="refused"):
        write_whole(tmp_path / "file" / "note", b"data")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "file", b"data")
    assert (tmp_path / "file").read_bytes() == b""


def test_the_installation_key_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "installation.key"
    key = installation_key(path)
    assert len(key) == 32
    assert installation_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_given_key_is_used_and_nothing_is_written(tmp_path):
    key = os.urandom(32)
    assert installation_key(tmp_path / "installation.key", base64.b64encode(key).decode()) == key
    assert not (tmp_path / "installation.key").exists()


@pytest.mark.parametrize("bad", ["", "short", base64.b64encode(b"x" * 31).decode(), "é" * 44])
def test_a_key_that_is_none(tmp_path, bad):
    with pytest.raises(ConfigError):
        installation_key(tmp_path / "installation.key", bad)
    (tmp_path / "installation.key").write_text(bad)
    with pytest.raises(ConfigError):
        installation_key(tmp_path / "installation.key")
