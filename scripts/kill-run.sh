#!/usr/bin/env bash
# Kills LAPOR under load again and again on both databases and prints what became of what it had
# acknowledged. Exit code 0 means that nothing was lost, doubled or torn.
#
#   scripts/kill-run.sh [KILLS]      200 on each database unless told otherwise
#
# LAPOR_SEED=N repeats the choices of a run.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$HOME/.cache/lapor-target}
export LAPOR_KILLS=${1:-200}

LAPOR_TEST_POSTGRES=$(scripts/postgres-for-tests.sh start)
export LAPOR_TEST_POSTGRES
out=$(mktemp)
trap 'rm -f "$out"' EXIT

failed=0
cargo test --locked -p lapor --test it -- crash:: --nocapture --test-threads 2 \
    2>&1 | tee "$out" >&2 || failed=1

{
    printf 'database\tkills\tacknowledged\tlost\tdoubled\ttorn\tseconds\tseed\n'
    grep -a '^kill-run' "$out" | cut -f2- || true
} | column -t -s $'\t'
if [ "$(grep -ac '^kill-run' "$out")" -ne 2 ]; then
    echo "a run did not come to its end" >&2
    failed=1
fi
exit "$failed"
