#!/usr/bin/env bash
# Proves the fixtures again, pins the circuits' digests, exports the verifier data of the OS versions and renders the
# verifier contracts. Minutes on two cores.
set -euo pipefail
cd "$(dirname "$0")/../../../prover"
vectors=../tests/vectors

export_bin=(cargo run --release -q -p saya-circuits --bin saya-export --)
"${export_bin[@]}" digests $vectors/digests.json verifier/released circuits/src/capacity/pinned.json
for profile in fast secure; do
  "${export_bin[@]}" system $profile $vectors/wrap/job.json $vectors/wrap/$profile
  cargo run --release -q -p saya-verifier --example mangle_wrap -- $profile
  cargo run --release -q -p saya-verifier --example proof_file -- $profile
done
python3 ../contracts/evm/tools/render_constants.py
