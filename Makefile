# Lianfang (联防). `make help` lists what can be done; `make run` and `make test` are all a newcomer needs.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CODE := libs services scenarios tests bench
PYTEST_ARGS ?=
# Three processes on two cores: many tests wait for a broker or a process. Each has a node of its own; what shares a service stays
# together (tests/fixtures/sharing.py). Bytecode is kept: without it each process spends 8 s on rewriting assertions.
WORKERS ?= 3
DEMO_ARGS ?=
DISPUTES_ARGS ?=

.PHONY: help setup browser run demo stories duties insight disputes figures test lint format bench chaos million laws pictures contracts test-mongo lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(READY) ## install what is missing: RabbitMQ (apt), a virtual environment in .venv

$(READY): requirements/dev.lock pyproject.toml $(wildcard libs/lianfang_district/pyproject.toml) scripts/setup.sh scripts/apt.sh
	@LIANFANG_VENV=$(VENV) scripts/setup.sh

browser: ## install what the page's tests and pictures need: Chromium (apt), unless LIANFANG_CHROMIUM names one
	@scripts/browser.sh

run: setup ## start everything under var/, load 寿宁, replay calls; Ctrl-C ends it
	@$(BIN)/lianfang up --demo

demo: setup ## replay a day in 寿宁 and check the books; the last line is the JSON result
	@$(BIN)/lianfang demo --json $(DEMO_ARGS)

stories: setup ## tell four disputes from beginning to end, into docs/mediation-shown.md
	@$(BIN)/python -m scenarios.shouning.stories

duties: setup ## plan rosters of three counties and live through a night, into docs/patrol-shown.md
	@$(BIN)/python -m scenarios.duty

insight: setup ## live through a season of calls, and show what analytics makes of it, into docs/analytics-shown.md
	@$(BIN)/python -m scenarios.insight

disputes: setup ## play 387 disputes of 寿宁 and show the figures (DISPUTES_ARGS="--limit 40 --json")
	@$(BIN)/python -m scenarios.shouning.play $(DISPUTES_ARGS)

figures: setup ## compute the published figures from the scenarios' histories, into docs/figures-shown.md
	@$(BIN)/python -m services.analytics.shown

pictures: setup browser ## play an evening in 寿宁 and take the pictures of the command room, into docs/pictures
	@$(BIN)/python -m scenarios.pictures

test: setup browser ## run every test on a real RabbitMQ (PYTEST_ARGS="-k …" narrows)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -m "not bench and not chaos" -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

lint: setup ## check style, types and the rules of dependency
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy $(CODE)
	@$(BIN)/lint-imports

format: setup ## put the code into the house style
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

bench: setup ## measure against the peers and print the table of ratios
	@$(BIN)/python -m bench

chaos: setup ## the long fault runs: kill, restart and starve everything
	@$(BIN)/python -m pytest -m chaos $(PYTEST_ARGS)

laws: setup ## try every law of the domain on 300 examples instead of ten
	@LIANFANG_TEST_EXAMPLES=$${LIANFANG_TEST_EXAMPLES:-300} $(BIN)/python -m pytest -m "hypothesis and not bench and not chaos" -n 2 --timeout 900 $(PYTEST_ARGS)

million: setup ## a million events in disorder give what a rebuild of them gives
	@$(BIN)/python -m pytest -m bench tests/component/analytics/test_rebuilt_is_incremental.py $(PYTEST_ARGS)

contracts: setup ## write contracts/ and docs/events.md from the schemas
	@$(BIN)/python -m lianfang.contracts

test-mongo: setup ## the Store's conformance suite on LIANFANG_TEST_MONGODB_URI, or a FerretDB built with Go
	@scripts/test-mongo.sh $(BIN)/python $(PYTEST_ARGS)

lock: ## renew requirements/*.lock (LOCK_ARGS=--upgrade takes the newest)
	@scripts/lock.sh $(LOCK_ARGS)

clean: ## remove the environment, the caches and the embedded stack's data
	@test ! -e var/stack.json || { echo "clean: a stack may be running (var/stack.json): end it first, or remove that file" >&2; exit 1; }
	rm -rf $(VENV) .venv-lock var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
