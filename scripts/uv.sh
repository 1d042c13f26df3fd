#!/usr/bin/env bash
# Runs uv: the one on PATH when it is recent enough, else the one that set-up put into .tools.
# `uv.sh --where` prints which, or nothing when there is none yet.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)

recent() {
    local have
    have=$("$1" --version 2>/dev/null | cut -d' ' -f2) || return 1
    [ "$(printf '%s\n0.9\n' "$have" | sort -V | head -n 1)" = 0.9 ]
}

uv=
if command -v uv >/dev/null && recent uv; then
    uv=$(command -v uv)
elif [ -x "$here/.tools/bin/uv" ]; then
    uv=$here/.tools/bin/uv
fi

if [ "${1-}" = --where ]; then
    printf '%s\n' "$uv"
    exit
fi
[ -n "$uv" ] || { echo "uv is not installed yet: run 'make setup'." >&2; exit 1; }
exec "$uv" "$@"
