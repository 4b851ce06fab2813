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
# Three processes on two cores: many tests wait for a broker or a process. Each has a node of its own; what shares
# a service stays together (tests/fixtures/sharing.py). Bytecode is kept: without it each process spends 8 s on
# rewriting assertions.
WORKERS ?= 3
OVERLAY ?= prod
DEMO_ARGS ?=
DISPUTES_ARGS ?=
SIZING_ARGS ?=
CLUSTER_ARGS ?=
# What make test leaves out: each has a target of its own.
EVERY_CHANGE := not bench and not chaos and not deploy and not runbooks and not traces and not cluster and not images
RABBIT4 ?= rabbit and not bench and not chaos and not cluster and not runbooks and not traces

.PHONY: help setup browser run demo stories duties insight disputes figures traces trace-test log-fields test lint format bench sizing chaos cluster cluster-test runbooks million laws pictures contracts test-rabbit4 test-mongo deploy-files deploy-tools image-test deploy-check dry-run deploy-shown release-check lock clean

help: ## show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

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

traces: setup ## follow one call through the running services, into docs/traces-shown.md
	@$(BIN)/python -m scenarios.tracing

trace-test: setup ## whole calls traced through real services; collectors that are away, slow and there
	@$(BIN)/python -m pytest -m traces $(PYTEST_ARGS)

log-fields: setup ## write docs/logs.md from the one list of fields
	@$(BIN)/python -m lianfang.ops.logs_fields

pictures: setup browser ## play an evening in 寿宁 and take the pictures of the command room, into docs/pictures
	@$(BIN)/python -m scenarios.pictures

test: setup browser ## run every test on a real RabbitMQ (PYTEST_ARGS="-k …" narrows)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -m "$(EVERY_CHANGE)" -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

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

sizing: setup ## measure what each service does and costs, and renew docs/sizing.md (SIZING_ARGS=--quick)
	@$(BIN)/python -m bench sizing --write docs/sizing.md $(SIZING_ARGS)

chaos: setup ## the long fault runs: kill, restart and starve everything
	@$(BIN)/python -m pytest -m chaos $(PYTEST_ARGS)

cluster: setup ## kill, cut off, freeze, roll and lose nodes of a three-node broker while reports flow, into docs/cluster-shown.md
	@$(BIN)/python -m scenarios.cluster $(CLUSTER_ARGS)

cluster-test: setup ## tests that need a three-node RabbitMQ cluster
	@$(BIN)/python -m pytest -m cluster tests/cluster $(PYTEST_ARGS)

runbooks: setup ## do what docs/runbooks says on a real stack under traffic; docs/runbooks-shown.md
	@$(BIN)/python -m pytest -m runbooks -s tests/runbooks $(PYTEST_ARGS)
	@$(BIN)/python -m tests.runbooks.shown

laws: setup ## try every law of the domain on 300 examples instead of ten
	@LIANFANG_TEST_EXAMPLES=$${LIANFANG_TEST_EXAMPLES:-300} $(BIN)/python -m pytest -m "hypothesis and $(EVERY_CHANGE)" -n 2 --timeout 900 $(PYTEST_ARGS)

million: setup ## a million events in disorder give what a rebuild of them gives
	@$(BIN)/python -m pytest -m bench tests/component/analytics/test_rebuilt_is_incremental.py $(PYTEST_ARGS)

contracts: setup ## write contracts/ and docs/events.md from the schemas
	@$(BIN)/python -m lianfang.contracts

test-rabbit4: setup browser ## run every test that needs RabbitMQ on a 4.x, made under var/rabbitmq-4 by root (Debian 13's)
	@test -n "$${LIANFANG_RABBITMQ_PREFIX:-}" || scripts/rabbitmq-4.sh
	@LIANFANG_RABBITMQ_PREFIX="$${LIANFANG_RABBITMQ_PREFIX:-$(CURDIR)/scripts/with-usr-of.sh $(CURDIR)/var/rabbitmq-4}" \
	  $(BIN)/python -m pytest -m "$(RABBIT4)" $(PYTEST_ARGS)

test-mongo: setup ## the Store's conformance suite on LIANFANG_TEST_MONGODB_URI, or a FerretDB built with Go
	@scripts/test-mongo.sh $(BIN)/python $(PYTEST_ARGS)

deploy-files: setup ## write what is generated under deploy/: broker objects, alerts, dashboards
	@$(BIN)/python -m lianfang.deploy

deploy-tools: ## bring kustomize, promtool, kubectl, checkov and what else deploy-check uses into var/deploy-tools
	@scripts/deploy-tools.sh

deploy-check: setup deploy-tools ## check manifests, rules, dashboards and the Dockerfile, offline
	@$(BIN)/python -m pytest tests/deploy tests/unit/deploy -n 2 --dist loadfile $(PYTEST_ARGS)

dry-run: setup deploy-tools ## have a real API server judge dev and prod: LIANFANG_KUBECONFIG names it, LIANFANG_KUBE_APISERVER starts it
	@$(BIN)/python -m lianfang.deploy.dry_run
	@$(BIN)/python -m pytest -q tests/deploy/test_dry_run.py $(PYTEST_ARGS)

deploy-shown: setup deploy-tools ## write docs/deploy-shown.md: what production is made of, and what the checks say
	@$(BIN)/python -m lianfang.deploy.shown

image-test: setup ## build all images with podman (root), run the platform out of them, and write docs/images-shown.md
	@scripts/image-build.sh
	@scripts/image-broker.sh $${LIANFANG_IMAGE_BROKER:-bookworm}
	@$(BIN)/python -m pytest -m images tests/images $(PYTEST_ARGS)
	@$(BIN)/python -m tests.images.shown

release-check: ## refuse deploy/k8s/overlays/$(OVERLAY) while it names an image that was never released
	@! grep -n 'sha256:0\{64\}' deploy/k8s/overlays/$(OVERLAY)/kustomization.yaml || \
	  { echo "release-check: the images above have no digest yet: kustomize edit set image NAME=REGISTRY/NAME@sha256:…" >&2; exit 1; }

lock: ## renew requirements/*.lock (LOCK_ARGS=--upgrade takes the newest)
	@scripts/lock.sh $(LOCK_ARGS)

clean: ## remove the environment, the caches and the embedded stack's data
	@test ! -e var/stack.json || { echo "clean: a stack may be running (var/stack.json): end it first, or remove that file" >&2; exit 1; }
	rm -rf $(VENV) .venv-lock var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
