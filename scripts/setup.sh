#!/usr/bin/env bash
# Sets the working copy up: prerequisites, Node packages, contracts, Python packages and the Rust extension.
# Safe to run again: every step does only what is missing. Writes inside the working copy and the usual caches.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '==> [%s/5] %s\n' "$1" "$2" >&2; }
missing() { printf 'setup: %s\n' "$1" >&2; exit 1; }

# at_least HAVE WANT: true when dotted version HAVE >= WANT.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

step 1 "prerequisites"
python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || missing "Python 3.11 or newer is missing: install it (python.org, or the packages python3 and python3-venv)."
command -v cc >/dev/null || command -v gcc >/dev/null || command -v clang >/dev/null ||
    missing "a C compiler is missing: install gcc or clang (Debian/Ubuntu: apt install build-essential; macOS: xcode-select --install)."
command -v cargo >/dev/null && command -v rustc >/dev/null ||
    missing "Rust is missing: install the stable toolchain from https://rustup.rs."
rust_want=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' prover/Cargo.toml)
rust_have=$(rustc --version | cut -d' ' -f2 | cut -d- -f1)
at_least "$rust_have" "$rust_want" ||
    missing "Rust $rust_have is too old, $rust_want or newer is needed: run 'rustup update stable'."
command -v node >/dev/null && command -v npm >/dev/null ||
    missing "Node 20 or newer with npm is missing: install it from https://nodejs.org."
node_have=$(node --version | tr -d v)
at_least "$node_have" 20 || missing "Node $node_have is too old: install Node 20 or newer from https://nodejs.org."

step 2 "uv"
uv=$(scripts/uv.sh --where)
if [ -z "$uv" ]; then
    "$python" -m venv .tools 2>/dev/null ||
        missing "Python's venv module is missing: install it (Debian/Ubuntu: apt install python3-venv)."
    .tools/bin/python -m pip install --quiet "uv==$(cat scripts/uv-version)"
fi

step 3 "Node packages (forge, anvil, solc)"
lock=contracts/evm/package-lock.json
if ! cmp -s "$lock" contracts/evm/node_modules/.installed-lock; then
    # `install`, not `ci`: the lock file pins every version, but lists only the platform packages that its
    # author's registry had, and `ci` refuses to run on another platform for that.
    npm --prefix contracts/evm install --no-save --no-audit --no-fund --loglevel=error
    cp "$lock" contracts/evm/node_modules/.installed-lock
fi

step 4 "contracts"
npm --prefix contracts/evm run --silent build

step 5 "Python packages and the Rust extension (minutes the first time)"
scripts/uv.sh sync --frozen
