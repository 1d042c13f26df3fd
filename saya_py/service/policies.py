"""The settings of a thread as what its batcher and its settler go by."""

from __future__ import annotations

from saya_py.batcher.policy import LEAF_SECONDS, SealingPolicy
from saya_py.chain.evm.limits import ChainProfile
from saya_py.proving.capacity import capacities
from saya_py.proving.nodes import NodeKind
from saya_py.service.settings import SealingSettings, Settings
from saya_py.settler.policy import GWEI, SettlerPolicy
from saya_py.store.store import Store


def leaf_seconds(store: Store) -> float | None:
    """What a leaf takes by the store's own proofs, with its part of the merges; None before there are any."""
    leaf, merge = (store.jobs.mean_seconds(kind) for kind in (NodeKind.LEAF, NodeKind.MERGE))
    # A merge of up to four stands for three leaves or merges less.
    return None if leaf is None else leaf + (merge or leaf) / 3


def sealing_policy(settings: Settings, leaf_seconds: float | None = None) -> SealingPolicy:
    """What the settings say of sealing; a leaf takes `leaf_seconds`, if that was measured."""
    sealing: SealingSettings = settings.sealing
    chain = ChainProfile(
        min(settings.chain.transaction_gas, sealing.gas or settings.chain.transaction_gas),
        settings.chain.transaction_bytes,
    )
    profile = settings.set.profile
    most = capacities(profile)[-1]
    return SealingPolicy(
        profile=profile,
        calls=sealing.calls,
        entries=most if sealing.entries is None else min(most, sealing.entries),
        age_seconds=sealing.age_seconds,
        proving_seconds=sealing.proving_seconds,
        leaf_seconds=LEAF_SECONDS[profile] if leaf_seconds is None else leaf_seconds,
        chain=chain,
        window_seconds=sealing.window_seconds,
        unfinished=sealing.unfinished,
    )


def settler_policy(settings: Settings) -> SettlerPolicy:
    """What the settings say of fees and finality."""
    fees = settings.fees
    return SettlerPolicy(
        finality_blocks=settings.chain.finality_blocks,
        max_fee=round(fees.max_fee_gwei * GWEI),
        tip=None if fees.tip_gwei is None else round(fees.tip_gwei * GWEI),
        bump_percent=fees.bump_percent,
        bump_after_seconds=fees.bump_after_seconds,
        gas=settings.chain.transaction_gas,
    )
