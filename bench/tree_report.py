"""Tables of what the parts of a tree of proofs take, beside the seed's figures."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from bench.cost_model import CALLS, SEED, USERS, Costs
from bench.tree import TreeFigures

_ARITY = 4
_MIB = 2**20


def parts_table(profile: str, figures: TreeFigures) -> Table:
    """Each part's seconds, and what they come to for one call."""
    table = Table(title=f"Parts of a sub-block ({profile})", title_justify="left")
    table.add_column("part")
    table.add_column("seconds", justify="right")
    table.add_column("of the signed leaf", justify="right")
    table.add_column("a call", justify="right")
    for name, seconds, calls in _parts(figures):
        each = "" if calls is None else f"{seconds / calls * 1000:,.1f} ms"
        table.add_row(name, f"{seconds:,.2f}", f"{seconds / figures.call_leaf:.2f}", each)
    table.add_section()
    table.add_row("verify, off chain", f"{figures.verify:,.4f}", f"{figures.verify / figures.call_leaf:.4f}", "")
    table.add_section()
    table.add_row("proof", f"{figures.proof_bytes:,} bytes", "", "")
    table.add_row("peak memory", f"{figures.peak_memory / _MIB:,.0f} MiB", "", "")
    return table


def _parts(figures: TreeFigures) -> Iterator[tuple[str, float, int | None]]:
    yield f"leaf of {figures.calls} signed calls (k_tx)", figures.call_leaf, figures.calls
    yield "leaf of a bundle's signature", figures.bundle_leaf, None
    yield f"leaf of {figures.popped} calls of a bundle", figures.popped_leaf, figures.popped
    yield "merge of 4 proofs (k_r)", figures.merge_4, None
    yield "merge of 1 proof", figures.merge_1, None
    for name, seconds in figures.finish.items():
        yield name, seconds, None


def model_table(profile: str, figures: TreeFigures) -> Table:
    """The seed's cost table, with its own figures and with measured ones; moving a proof (k_net) was not measured."""
    network = SEED.network
    rows = {
        "the seed's figures": SEED,
        "one leaf for each user's calls": Costs(figures.call_leaf / CALLS, figures.merge_4, network, _ARITY),
        "full leaves of signed calls": Costs(figures.call_leaf / figures.calls, figures.merge_4, network, _ARITY),
        "full leaves of bundles": Costs(figures.popped_leaf / figures.popped, figures.merge_4, network, _ARITY),
    }
    title = f"A block of {USERS:,} users with {CALLS} calls each ({profile}, k_net = {network} s assumed)"
    table = Table("", title=title, title_justify="left")
    for name in ("k_tx", "k_r", "one machine", "PARTH", "calls a second"):
        table.add_column(name, justify="right")
    for name, costs in rows.items():
        table.add_row(
            name,
            f"{costs.call:.4f} s",
            f"{costs.merge:.2f} s / {costs.arity}",
            f"{costs.sequential() / 86400:,.1f} days",
            f"{costs.parallel():,.1f} s",
            f"{costs.calls_per_second():,.0f}",
        )
    return table
