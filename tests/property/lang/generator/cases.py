"""A program with calls that follow each other."""

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from hypothesis.vendor.pretty import RepresentationPrinter

from tests.property.lang.generator.choices import Choices
from tests.property.lang.generator.inputs import Run, run_of
from tests.property.lang.generator.programs import Program, write

CALLS = (1, 2, 3, 4, 4, 4, 4)


@dataclass(frozen=True)
class Case:
    """What one example of a property test is."""

    program: Program
    runs: tuple[Run, ...]

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """How Hypothesis shows a failing case: as a module that can be pasted, and its calls."""
        printer.text("\n".join([self.program.source, *(f"# {run}" for run in self.runs)]))


@st.composite
def cases(draw: DrawFn) -> Case:
    """A program that compiles, with a few calls."""
    choices = Choices(draw)
    program = write(choices)
    runs = [choices.part(lambda: run_of(choices, program)) for _ in range(choices.pick(CALLS))]
    return Case(program, tuple(runs))
