# Everything runs from the repository root. `make setup` is part of every target and does only what is missing.
# Paths are relative, so a working copy may lie under a path with spaces.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# One set of flags for Cargo and for the extension build, so that dependencies are compiled once into target/.
export RUSTFLAGS ?= -C target-cpu=native
export PYTHONDONTWRITEBYTECODE := 1

UV := scripts/uv.sh
RUN := $(UV) run --no-sync
FORGE := npm --prefix contracts/evm run --silent

.PHONY: help setup demo test test-rust test-python test-contracts test-all test-faults check bench fmt clean

help:
	@echo 'make setup     install and build everything (idempotent)'
	@echo 'make demo      the Diamonds & Rubies demo on a local anvil, with secure proofs'
	@echo 'make test      Rust, Python and Solidity tests'
	@echo 'make test-all  the same, with the slow ones'
	@echo 'make test-faults  kills, restarts, reorganisations, faulty nodes and disks; one table of what became of them'
	@echo 'make check     formatting, lint, types, layers'
	@echo 'make bench     seconds, memory and bytes of every part, the gas split, the seed'\''s cost table'
	@echo 'make fmt       format all sources'
	@echo 'make clean     remove build outputs'

setup:
	@scripts/setup.sh

demo: setup
	@$(RUN) sayapy demo

test: test-rust test-contracts test-python

# The binding crate has no Rust tests: it is tested from Python.
test-rust: setup
	cargo test --manifest-path prover/Cargo.toml --release --workspace --exclude saya-py

# Gas that differs from contracts/evm/snapshots fails; `npm --prefix contracts/evm test` without the variable rewrites them.
test-contracts: setup
	FORGE_SNAPSHOT_CHECK=true $(FORGE) test
	$(RUN) python contracts/evm/tools/delete_a_check.py --quick

# The calls of every simulated world are checked against the circuits too.
test-python: setup
	$(RUN) pytest --check-circuits

test-all: setup
	cargo test --manifest-path prover/Cargo.toml --release --workspace --exclude saya-py -- --include-ignored
	FOUNDRY_PROFILE=deep $(FORGE) test
	$(RUN) python contracts/evm/tools/delete_a_check.py
	$(FORGE) test:conditions
	$(RUN) pytest --slow

test-faults: setup
	$(RUN) pytest --faults tests/crash

check: setup
	$(RUN) ruff format --check
	$(RUN) ruff check
	$(RUN) mypy
	$(RUN) lint-imports
	cargo fmt --manifest-path prover/Cargo.toml --all --check
	cargo clippy --manifest-path prover/Cargo.toml --release --workspace --all-targets -- -D warnings
	$(FORGE) fmt:check

bench: setup
	$(RUN) python -m bench --profile secure
	$(RUN) python -m bench --profile fast

fmt: setup
	$(RUN) ruff check --fix-only
	$(RUN) ruff format
	cargo fmt --manifest-path prover/Cargo.toml --all
	$(FORGE) fmt

clean:
	rm -rf target .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache contracts/evm/out contracts/evm/cache contracts/evm/node_modules saya_py/_native*.so
