# LAPOR: `make run` serves it, `make test` tests it. Everything either needs is installed by it.
.DEFAULT_GOAL := help
SHELL := /bin/bash

LAPOR_TARGET ?= $(HOME)/.cache/lapor-target
export CARGO_TARGET_DIR ?= $(LAPOR_TARGET)
BIN := $(CARGO_TARGET_DIR)/fast/lapor

.PHONY: help run demo test check bench package clean

help: ## Show this help
	@echo "LAPOR: complaints to the state that reach the office which can settle them."
	@echo
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: build ## Serve LAPOR on its own database in ./var with the national reference data
	$(BIN) serve

demo: build ## Fill ./var with a believable month and print accounts for every role, then serve
	$(BIN) demo && $(BIN) serve

.PHONY: build
build:
	cargo build --profile fast --locked -p lapor

test: ## Run every test: rules, both databases, pages, browser, generated documents
	scripts/test-all.sh

check: ## Format, lints, generated documents; what CI checks besides the tests
	cargo xtask ci

bench: ## Measure beside the machine's own limits; prints a table
	cargo build --release --locked -p lapor
	$(CARGO_TARGET_DIR)/release/lapor bench
	scripts/slow-disk.sh 1 $(CARGO_TARGET_DIR)/release/lapor bench --only intake

package: ## Build the Debian package
	cargo build --profile dist --locked -p lapor
	command -v cargo-deb >/dev/null || cargo install --locked cargo-deb
	cargo deb --no-build --profile dist -p lapor

clean: ## Remove what was built (not the data in ./var)
	cargo clean
