# Two commands: `make run` and `make test`. Both set up first; see `make help` for the rest.
PYTHON ?= python3
PORT ?= 8000
BENCH_SECONDS ?= 5
BIN := .venv/bin
COHORTS := $(BIN)/python -m cohorts
UV := $(BIN)/uv
COMPILE := $(UV) pip compile --quiet --upgrade --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

export PORT BENCH_SECONDS
.DEFAULT_GOAL := help
.PHONY: help run test soak setup check bench screenshots format words pins

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: export COHORTS_ENVIRONMENT = development
run: export COHORTS_BASE_URL ?= http://127.0.0.1:$(PORT)
run: .venv/ready-to-run ## Set up and serve on http://127.0.0.1:8000 (PORT= changes it)
	@echo "Preparing the database"
	@$(COHORTS) db upgrade
	@$(COHORTS) demo
	@echo "Starting the web server and the message worker"
	@exec $(COHORTS) serve --parent $$PPID

test: check ## Set up, then run every check and every test
	@$(BIN)/python -m tests.chromium
	@echo "Running the tests"
	@$(BIN)/pytest -n 2 --maxschedchunk 8

soak: .venv/ready-to-test ## Prove the seats for hours, not seconds: more, and other, random acts, faults and crashes
	@COHORTS_SOAK=1 $(BIN)/pytest -n 2 tests/proof

check: .venv/ready-to-test ## Run the checks that need no tests
	@echo "Checking the code"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "Run 'make format'"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --lint templates
	@$(BIN)/deptry --no-ansi .

setup: .venv/ready-to-run .venv/ready-to-test ## Only the set-up that running and testing need
	@echo "Ready: 'make run' serves, 'make test' runs every check"

bench: .venv/ready-to-test ## Measure the hot paths (BENCH_SECONDS= each)
	@$(BIN)/python -m tests.bench

screenshots: .venv/ready-to-test ## Take the pictures of the README anew
	@COHORTS_TEST_SCREENSHOTS=docs/screenshots $(BIN)/pytest tests/browser/test_screenshots.py

format: .venv/ready-to-test ## Format the code
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format .

words: .venv/ready-to-run ## Collect the words of the site into the French catalogue; then translate those that are new
	@$(BIN)/pybabel -q extract -F pyproject.toml -k _l --no-location --sort-output -o .venv/words.pot .
	@$(BIN)/pybabel -q update -i .venv/words.pot -d cohorts/translations -l fr -w 100 \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

pins: .venv/ready-to-test ## Renew the pinned versions in config/requirements*.txt
	@echo "Renewing the pins"
	@$(COMPILE) pyproject.toml --output-file config/requirements.txt
	@$(COMPILE) pyproject.toml --extra test --output-file config/requirements-test.txt
	@echo uv | $(COMPILE) - --output-file config/requirements-uv.txt

.venv/ready: config/requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Cohorts needs Python 3.11 or later: make PYTHON=python3.12 …"; exit 1; }
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r config/requirements-uv.txt
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/cohorts.pth"
	@printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m cohorts "$$@"\n' "$(CURDIR)" > $(BIN)/cohorts
	@chmod +x $(BIN)/cohorts
	@touch $@

.venv/ready-to-run: .venv/ready config/requirements.txt
	@echo "Installing what running needs"
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r config/requirements.txt
	@touch $@

.venv/ready-to-test: .venv/ready config/requirements-test.txt
	@echo "Installing what the tests need"
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r config/requirements-test.txt
	@touch $@
