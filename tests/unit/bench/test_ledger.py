"""What proving through the ledger is measured with, on proofs that cost nothing."""

import io
import json

from rich.console import Console

from bench.ledger import ledger_table, measure_ledger
from saya_py.proving.engine import SubBlockJob
from tests.unit.proving.fake import FakeEngine
from tests.unit.store.steps import h


def test_the_second_time_everything_is_there() -> None:
    engine = FakeEngine()
    submissions = [json.dumps({"call": name}) for name in "abcde"]
    job = SubBlockJob(bytes(32), 1, 2, bytes(20), 1, 1, submissions, {h("key"): h("value")})
    figures = measure_ledger(engine, job, at_once=1.0)
    assert figures.nodes == len(engine.proven) == 10
    assert figures.longest <= figures.work <= figures.by_nodes
    assert figures.inputs > 10 * 64
    assert figures.proofs > 10 * 64
    shown = io.StringIO()
    Console(file=shown, width=120).print(ledger_table("fast", figures))
    assert "sealed again with no change" in shown.getvalue()
