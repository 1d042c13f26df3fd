"""Several processes, and processes that are killed."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from saya_py.core.errors import WalletBusy
from saya_py.wallet import Wallet
from saya_py.wallet.locking import locked
from tests.unit.wallet.conftest import ALICE, PASSPHRASE, message

# Signs and prints each nonce once its signature is there. The last argument is run first: a place to die in.
_CHILD = """
import os, signal, sys
from pathlib import Path
from saya_py.wallet import AccountId, Wallet, durable, keys

def die():
    os.kill(os.getpid(), signal.SIGKILL)

path, state, times, prelude = sys.argv[1:]
account = AccountId((1, 2, 3, 4), 7, 0)
wallet = Wallet.open(Path(path), "correct horse battery staple", state=Path(state))
exec(prelude)
for _ in range(int(times)):
    signed = wallet.sign(account, lambda nonce: (nonce, 1, 2, 3))
    print(signed.nonce, flush=True)
"""

# Dies around the n-th of the three writes of a signature.
_DIE_AT_WRITE = """
real, left = durable.replace, [{number}]
def replace(path, data):
    left[0] -= 1
    if left[0] == 0 and "{when}" == "before":
        die()
    real(path, data)
    if left[0] == 0:
        die()
durable.replace = replace
"""

# Dies with the file renamed and nothing after it.
_DIE_IN_SYNC = """
real, left = durable._sync, [{number}]
def sync(file):
    left[0] -= 1
    if left[0] == 0:
        die()
    real(file)
durable._sync = sync
"""

# Dies when the nonce is written off and nothing is signed yet. `load` is called before that and after.
_DIE_BEFORE_SIGNING = """
real, left = keys.KeyRing.load, [2]
def load(self, *key):
    left[0] -= 1
    if left[0] == 0:
        die()
    return real(self, *key)
keys.KeyRing.load = load
"""


def child(path: Path, state: Path, times: int, prelude: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _CHILD, str(path), str(state), str(times), prelude]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def nonces(process: subprocess.Popen[str]) -> list[int]:
    """What it signed with until its end."""
    output, _ = process.communicate(timeout=120)
    return [int(line) for line in output.split()]


def test_two_processes_never_share_a_nonce(alice: Wallet, path: Path, state: Path) -> None:
    children = [child(path, state, 12) for _ in range(3)]
    own = [alice.sign(ALICE, message).nonce for _ in range(12)]
    signed = own + [nonce for process in children for nonce in nonces(process)]
    assert all(process.returncode == 0 for process in children)
    assert sorted(signed) == list(range(48))


def test_threads_never_share_a_nonce(alice: Wallet) -> None:
    signed: list[int] = []
    threads = [
        threading.Thread(target=lambda: signed.extend(alice.sign(ALICE, message).nonce for _ in range(5)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(signed) == list(range(20))


def test_a_wallet_that_is_held_says_so(alice: Wallet, path: Path, state: Path) -> None:
    with locked(path.with_name("alice.wallet.lock"), 1), pytest.raises(WalletBusy, match=r"alice\.wallet\.lock"):
        Wallet.open(path, PASSPHRASE, state=state, lock_seconds=0.05)
    Wallet.open(path, PASSPHRASE, state=state, lock_seconds=0.05)


def test_a_nonce_that_was_written_off_is_gone_after_kill_9(
    alice: Wallet, path: Path, state: Path, reopen: Callable[[], Wallet]
) -> None:
    assert alice.sign(ALICE, message).nonce == 0
    killed = child(path, state, 1, _DIE_BEFORE_SIGNING)
    assert nonces(killed) == []
    assert killed.returncode == -signal.SIGKILL
    assert reopen().sign(ALICE, message).nonce == 2, "1 was written off and may have signed"


# The writes: announcement, file, confirmation. A nonce is lost once the file has it.
@pytest.mark.parametrize(
    ("number", "when", "next_nonce"),
    [(1, "before", 1), (1, "after", 1), (2, "before", 1), (2, "after", 2), (3, "before", 2), (3, "after", 2)],
)
def test_kill_9_at_each_write(
    alice: Wallet, path: Path, state: Path, reopen: Callable[[], Wallet], number: int, when: str, next_nonce: int
) -> None:
    assert alice.sign(ALICE, message).nonce == 0
    # Twice: what the first one left behind must not confuse the second.
    for least in (next_nonce, None):
        killed = child(path, state, 1, _DIE_AT_WRITE.format(number=number, when=when))
        assert nonces(killed) == []
        assert killed.returncode == -signal.SIGKILL
        active = reopen().accounts()[ALICE].active
        assert active is not None
        assert least is None or active.next_nonce == least
    assert active.next_nonce in (next_nonce, next_nonce + 1)
    assert alice.sign(ALICE, message).nonce == active.next_nonce
    assert reopen().sign(ALICE, message).nonce == active.next_nonce + 1


# Two syncs for each write, file and folder, and one of each marker before the other names it.
@pytest.mark.parametrize("number", range(1, 9))
def test_kill_9_at_each_sync(alice: Wallet, path: Path, state: Path, reopen: Callable[[], Wallet], number: int) -> None:
    """Between the rename of a file and the sync of its folder, too."""
    assert alice.sign(ALICE, message).nonce == 0
    killed = child(path, state, 1, _DIE_IN_SYNC.format(number=number))
    assert nonces(killed) == []
    assert killed.returncode == -signal.SIGKILL
    assert reopen().sign(ALICE, message).nonce == (2 if number >= 5 else 1)


def test_kill_9_at_random(alice: Wallet, path: Path, state: Path, reopen: Callable[[], Wallet]) -> None:
    moments = random.Random(1)
    signed: list[int] = []
    for _ in range(4):
        process = child(path, state, 10_000)
        assert process.stdout is not None
        signed.append(int(process.stdout.readline()))
        time.sleep(moments.uniform(0, 0.3))
        process.kill()
        signed.extend(nonces(process))
        signed.append(reopen().sign(ALICE, message).nonce)
    assert signed == sorted(set(signed)), "every nonce above all before it"


# Opens a lane. Dies when the lane's key is written and nothing is signed yet.
_OPENING_CHILD = """
import os, signal, sys
from pathlib import Path
from saya_py.wallet import AccountId, Wallet

def die(self, *arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)

path, state = sys.argv[1:]
opened = Wallet.open(Path(path), "correct horse battery staple", state=Path(state))
Wallet.sign_call = die
opened.sign_open(AccountId((1, 2, 3, 4), 7, 0), 3, (5, 6, 7, 8), valid_until=9)
"""


def test_a_lane_that_was_being_opened_at_kill_9_is_opened_with_its_key(
    alice: Wallet, path: Path, state: Path, reopen: Callable[[], Wallet]
) -> None:
    """Two steps: the key, then the signature. A second attempt makes no second key."""
    command = [sys.executable, "-c", _OPENING_CHILD, str(path), str(state)]
    killed = subprocess.run(command, check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    lane = replace(ALICE, lane=3)
    root = reopen().key_roots(lane).active
    assert root is not None
    signed = reopen().sign_open(ALICE, 3, (5, 6, 7, 8), valid_until=9)
    assert (signed.nonce, signed.call.args) == (0, (3, *root))
