"""Blobs: whole, verified, and collected only when nothing names them."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
import time
from pathlib import Path

import pytest

from saya_py.core.errors import StoreDamaged, StoreFull, StoreUnavailable
from saya_py.store import BlobFolder, OwnedThread, Store, files
from saya_py.store.records import NewJob, Proof
from tests.unit.store.steps import h, proven, seal


@pytest.fixture
def folder(blobs: Path) -> BlobFolder:
    return BlobFolder(blobs)


def file_of(folder: BlobFolder, name: bytes) -> Path:
    return folder.folder / name.hex()[:2] / name.hex()[2:]


def age(folder: BlobFolder, *names: bytes) -> None:
    """Let blobs be an hour old."""
    for name in names:
        os.utime(file_of(folder, name), (time.time() - 3_600,) * 2)


@pytest.mark.parametrize("data", [b"", b"proof", bytes(range(256)) * 1_000])
def test_a_blob_is_what_was_put(folder: BlobFolder, data: bytes) -> None:
    name = folder.put(data)
    assert name == hashlib.sha256(data).digest()
    assert folder.put(data) == name
    assert folder.get(name) == data
    assert len(list(folder.folder.glob("??/*"))) == 1


def test_a_damaged_blob_is_noticed_and_can_be_put_again(folder: BlobFolder) -> None:
    name = folder.put(b"proof")
    file_of(folder, name).write_bytes(b"proog")
    with pytest.raises(StoreDamaged, match=name.hex()[2:]):
        folder.get(name)
    assert folder.put(b"proof") == name
    assert folder.get(name) == b"proof"


def test_a_missing_blob_is_noticed(folder: BlobFolder) -> None:
    with pytest.raises(StoreDamaged, match="is missing: put it back from a backup"):
        folder.get(h("never put"))


def test_young_and_named_blobs_stay(folder: BlobFolder) -> None:
    named, young, old = folder.put(b"named"), folder.put(b"young"), folder.put(b"old")
    age(folder, named, old)
    assert folder.collect(lambda: {named}, grace_seconds=60) == 1
    assert (folder.get(named), folder.get(young)) == (b"named", b"young")
    with pytest.raises(StoreDamaged):
        folder.get(old)


def test_putting_a_blob_again_makes_it_young(folder: BlobFolder) -> None:
    name = folder.put(b"again")
    age(folder, name)
    folder.put(b"again")
    assert folder.collect(set, grace_seconds=60) == 0
    assert folder.get(name) == b"again"


def test_what_a_crash_left_half_written_is_collected(folder: BlobFolder) -> None:
    name = folder.put(b"whole")
    half = file_of(folder, name).with_name(f"{files.TEMPORARY}123")
    half.write_bytes(b"ha")
    assert folder.collect(lambda: {name}, grace_seconds=60) == 0
    assert half.exists(), "somebody may be writing it"
    os.utime(half, (0, 0))
    assert folder.collect(lambda: {name}, grace_seconds=60) == 0
    assert not half.exists()


def test_a_blob_that_is_put_while_garbage_is_collected_stays(folder: BlobFolder) -> None:
    """The put waits, or the collection sees it; there is no moment between."""
    name = folder.put(b"wanted again")
    age(folder, name)
    put = threading.Thread(target=folder.put, args=(b"wanted again",))

    def referenced() -> set[bytes]:
        put.start()
        time.sleep(0.05)
        return set()

    folder.collect(referenced, grace_seconds=60)
    put.join()
    assert folder.get(name) == b"wanted again"


def test_a_full_disk_leaves_nothing_behind(folder: BlobFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "_sync", full)
        with pytest.raises(StoreFull, match="make room and go on"):
            folder.put(b"too large")
    assert [path for path in folder.folder.glob("??/*") if path.is_file()] == []
    assert folder.get(folder.put(b"too large")) == b"too large"


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match=r"the blob folder .*/file/blobs cannot be reached"):
        BlobFolder(tmp_path / "file" / "blobs")


def test_a_store_never_collects_what_its_database_names(thread: OwnedThread, store: Store) -> None:
    proof, inputs, result, old = (store.blobs.put(data) for data in (b"proof", b"inputs", b"result", b"old"))
    made = seal(thread, 1, "a")
    thread.sub_blocks.start_proving(made.id)
    store.jobs.want(made.id, [NewJob(h("job"), "leaf", inputs)])
    lease = store.jobs.claim("w", 1_000)
    assert lease is not None
    store.jobs.finish(lease, result)
    thread.sub_blocks.prove(made.id, Proof(h(1), h(2), h(3), proof, 1))
    age(store.blobs, proof, inputs, result, old)
    assert store.collect_garbage(grace_seconds=60) == 1
    assert [store.blobs.get(name) for name in (proof, inputs, result)] == [b"proof", b"inputs", b"result"]

    thread.sub_blocks.withdraw(1, "stale")
    assert store.jobs.forget() == 1
    assert store.collect_garbage(grace_seconds=60) == 2, "inputs and result"
    assert store.blobs.get(proof) == b"proof", "a stale generation may be mined after all"


def test_two_stores_share_a_folder(store: Store, blobs: Path, thread: OwnedThread) -> None:
    proven(thread, 1, "a")
    assert BlobFolder(blobs).get(store.blobs.put(b"shared")) == b"shared"
