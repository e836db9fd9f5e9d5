# Two commands on a fresh machine: `make run` and `make test`. Only Python 3.11 or later, make and git are needed beforehand.

PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; exit; }; done; echo python3)
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11

export UV_CUSTOM_COMPILE_COMMAND := make locks
.DEFAULT_GOAL := help
.PHONY: help run test lint e2e resilience security fuzz tck bench bench-feel bench-law bench-replay bench-history pictures locks prepare-run prepare-test

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: prepare-run ## the demo city at http://127.0.0.1:8000, until Ctrl-C
	@DUBAN_DEMO="$${DUBAN_DEMO:-1}" exec $(BIN)/duban serve

test: prepare-test lint-only ## everything that must hold: rules, types, imports, all tests in small
	$(BIN)/python tools/run_tests.py

lint: prepare-run lint-only ## ruff, import contract, strict types

.PHONY: lint-only
lint-only:
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(BIN)/mypy

e2e: prepare-test ## the browser tests alone
	$(PYTEST) -m browser tests

resilience: prepare-test ## kills, races, restarts and poisoned cases at full size; NAMES="R1 R2" for some
	$(BIN)/python -m tests.resilience $(NAMES)

security: prepare-test ## hostile input at full size
	$(PYTEST) --size full -m security tests

fuzz: prepare-test ## 5,000 random diagrams, 200,000 random expressions; in parts: PART="--first-seed 1000 --seeds 500 --examples 10000"
	$(PYTEST) --seeds 5000 $(PART) -o faulthandler_timeout=0 -k random tests/engine
	$(PYTEST) --size full $(PART) -o faulthandler_timeout=0 tests/feel/test_against_plain.py tests/feel/test_every_function.py

tck: prepare-test ## the standard's own cases by level and folder; writes docs/feel/tck.md
	$(BIN)/python -m tests.tck

bench: prepare-test ## the figures, ours beside the floor's, then the four benches below; ARGS=--small for a first look
	$(BIN)/python -m tests.bench $(ARGS); failed=$$?; for name in law_of_time replay history feel; do \
		$(BIN)/python -m tests.bench.$$name $(filter --small,$(ARGS)) || failed=1; done; exit $$failed

bench-law: prepare-test ## a decree over 10,000 deadlines, 5,000 timers in one second; ARGS=--small for a first look
	$(BIN)/python -m tests.bench.law_of_time $(ARGS)

bench-replay: prepare-test ## cases computed again, pages of any event of a case of 5,000; ARGS=--small for a first look
	$(BIN)/python -m tests.bench.replay $(ARGS)

bench-history: prepare-test ## 100,000 events verified, what chaining costs, logs taken out, evidence of a case of 5,000; ARGS=--small for a first look
	$(BIN)/python -m tests.bench.history $(ARGS)

bench-feel: prepare-test ## expressions on ours and on other interpreters, the time of the DMN TCK; ARGS=--small for a first look
	$(BIN)/python -m tests.bench.feel $(ARGS)

pictures: prepare-test ## docs/pictures anew, from a fresh demo city, in both themes
	$(BIN)/python -m tests.pictures

locks: prepare-run ## write requirements*.txt and package-lock.json anew from what is asked for
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-build.in -o requirements-build.txt
	$(LOCK) requirements-s3.in -o requirements-s3.txt
	$(LOCK) requirements-test.in -o requirements-test.txt
	$(LOCK) requirements-peers.in -o requirements-peers.txt
	$(BIN)/npm install --package-lock-only --silent
	$(BIN)/npm install --prefix tests/bench/feel/peers --package-lock-only --silent --omit-lockfile-registry-resolved

prepare-run:
	@$(PYTHON) tools/prepare.py run

prepare-test:
	@$(PYTHON) tools/prepare.py test
