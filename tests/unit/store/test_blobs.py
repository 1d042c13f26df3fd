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
def kept(blobs: Path) -> BlobFolder:
    return BlobFolder(blobs)


def file_of(kept: BlobFolder, name: bytes) -> Path:
    return kept.folder / name.hex()[:2] / name.hex()[2:]


def age(kept: BlobFolder, *names: bytes) -> None:
    """Let blobs be an hour old."""
    for name in names:
        os.utime(file_of(kept, name), (time.time() - 3_600,) * 2)


@pytest.mark.parametrize("data", [b"", b"proof", bytes(range(256)) * 1_000])
def test_a_blob_is_what_was_put(kept: BlobFolder, data: bytes) -> None:
    name = kept.put(data)
    assert name == hashlib.sha256(data).digest()
    assert kept.put(data) == name
    assert kept.get(name) == data
    assert len(list(kept.folder.glob("??/*"))) == 1


def test_a_damaged_blob_is_noticed_and_can_be_put_again(kept: BlobFolder) -> None:
    name = kept.put(b"proof")
    file_of(kept, name).write_bytes(b"proog")
    with pytest.raises(StoreDamaged, match=name.hex()[2:]):
        kept.get(name)
    assert kept.put(b"proof") == name
    assert kept.get(name) == b"proof"


def test_a_missing_blob_is_noticed(kept: BlobFolder) -> None:
    with pytest.raises(StoreDamaged, match="is missing: put it back from a backup"):
        kept.get(h("never put"))


def test_young_and_named_blobs_stay(kept: BlobFolder) -> None:
    named, young, old = kept.put(b"named"), kept.put(b"young"), kept.put(b"old")
    age(kept, named, old)
    assert kept.collect(lambda: {named}, grace_seconds=60) == 1
    assert (kept.get(named), kept.get(young)) == (b"named", b"young")
    with pytest.raises(StoreDamaged):
        kept.get(old)


def test_putting_a_blob_again_makes_it_young(kept: BlobFolder) -> None:
    name = kept.put(b"again")
    age(kept, name)
    kept.put(b"again")
    assert kept.collect(set, grace_seconds=60) == 0
    assert kept.get(name) == b"again"


def test_what_a_crash_left_half_written_is_collected(kept: BlobFolder) -> None:
    name = kept.put(b"whole")
    half = file_of(kept, name).with_name(f"{files.TEMPORARY}123")
    half.write_bytes(b"ha")
    assert kept.collect(lambda: {name}, grace_seconds=60) == 0
    assert half.exists(), "somebody may be writing it"
    os.utime(half, (0, 0))
    assert kept.collect(lambda: {name}, grace_seconds=60) == 0
    assert not half.exists()


def test_a_blob_that_is_put_while_garbage_is_collected_stays(kept: BlobFolder) -> None:
    """The put waits, or the collection sees it; there is no moment between."""
    name = kept.put(b"wanted again")
    age(kept, name)
    put = threading.Thread(target=kept.put, args=(b"wanted again",))

    def referenced() -> set[bytes]:
        put.start()
        time.sleep(0.05)
        return set()

    kept.collect(referenced, grace_seconds=60)
    put.join()
    assert kept.get(name) == b"wanted again"


def test_a_full_disk_leaves_nothing_behind(kept: BlobFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "_sync", full)
        with pytest.raises(StoreFull, match="make room and go on"):
            kept.put(b"too large")
    assert [path for path in kept.folder.glob("??/*") if path.is_file()] == []
    assert kept.get(kept.put(b"too large")) == b"too large"


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
