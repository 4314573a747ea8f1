#!/usr/bin/env bash
# Every test of LAPOR, on both databases and in a real browser. Installs what it needs; skips nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$HOME/.cache/lapor-target}
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-auto}

step() { printf '\n== %s\n' "$*"; }

step "programs the tests need"
scripts/install-test-programs.sh

step "a private PostgreSQL"
scripts/postgres-for-tests.sh start
trap 'scripts/postgres-for-tests.sh stop >/dev/null 2>&1 || true' EXIT
LAPOR_TEST_POSTGRES=$(scripts/postgres-for-tests.sh url)
export LAPOR_TEST_POSTGRES

step "format, lints, documents"
cargo xtask ci

step "design tokens"
(cd crates/web/assets && npm ci --silent && npm test --silent)

step "rules, store, channels, pages"
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --locked --no-fail-fast
else
    cargo test --workspace --locked --no-fail-fast
fi

step "browser"
cargo build --locked -p lapor
cargo build --locked -p web --example gallery --example desk
(cd crates/web/browser && npm ci --silent &&
    LAPOR_GALLERY="$CARGO_TARGET_DIR/debug/examples/gallery" LAPOR_DESK="$CARGO_TARGET_DIR/debug/examples/desk" \
        LAPOR_BIN="$CARGO_TARGET_DIR/debug/lapor" npm test)

step "browser journeys on PostgreSQL"
(cd crates/web/browser &&
    LAPOR_BROWSER_POSTGRES="$LAPOR_TEST_POSTGRES" LAPOR_BIN="$CARGO_TARGET_DIR/debug/lapor" npm run journeys)
