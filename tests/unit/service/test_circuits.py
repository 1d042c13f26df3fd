"""Circuits that are built while a thread takes submissions already."""

import threading
from typing import cast

import pytest

from saya_py.core.errors import Mismatch
from saya_py.proving.engine import Engine
from saya_py.service.circuits import Circuits

ENGINE = cast(Engine, object())


def test_they_are_there_when_they_are_built() -> None:
    go = threading.Event()

    def build() -> Engine:
        assert go.wait(10)
        return ENGINE

    circuits = Circuits(build)
    assert circuits.begin()
    assert not circuits.begin()
    assert circuits.engine() is None
    go.set()
    circuits.close()
    assert circuits.engine() is ENGINE


def test_what_kept_them_from_being_built_is_told_to_whoever_asks() -> None:
    def build() -> Engine:
        raise Mismatch("another set")

    circuits = Circuits(build)
    circuits.begin()
    circuits.close()
    for _ in range(2):
        with pytest.raises(Mismatch, match="another set"):
            circuits.engine()


def test_nothing_is_waited_for_that_never_began() -> None:
    circuits = Circuits(lambda: ENGINE)
    circuits.close()
    assert circuits.engine() is None
