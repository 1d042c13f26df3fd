"""Judging what an operator did without trusting the operator: no database, no circuits, none of the prover's code."""
