# Nothing is needed but python3 (3.11 or newer), make and a package index that pip can reach.
# Another interpreter: make BASE_PYTHON=/path/to/python3.12 TARGET

SHELL := /bin/bash
BASE_PYTHON ?= python3
PYTHON := .venv/bin/python
# A program of the tests.
PROGRAM := PYTHONPATH=tests:.cache/tree $(PYTHON) -m
CHECK := tests/tools/check.sh
export BASE_PYTHON

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Make .venv with everything that the other targets need
	@tests/tools/setup.sh

.PHONY: demo
demo: setup ## Tell the story of a pretend firm: plan, onboarding, drift, verification, reports (half a minute)
	@$(PROGRAM) demo.run

.PHONY: demo-lifecycle
demo-lifecycle: setup ## Tell what comes later: another password, drift, repair, a firm that leaves (half a minute)
	@$(PROGRAM) demo.lifecycle

.PHONY: simulator
simulator: setup ## Start the pretend systems, and write an inventory to play with, until Ctrl-C
	@$(PROGRAM) simulator --seed tests/simulator/seeds/demo.yml --play-in .cache/simulator

.PHONY: test
test: setup ## Run all checks below, those that are no tests beside the tests, stopping at the first failure
	@$(CHECK)

.PHONY: test-full
test-full: setup ## Run all checks as for a release: with every request failing in every way, and secrets in own processes
	@TEST_FULL=1 $(CHECK)

.PHONY: unit
unit: setup ## Test the decisions (PYTEST_ARGS="-k ..." narrows it)
	@$(CHECK) unit

.PHONY: integration
integration: setup ## Test modules and playbooks over HTTP against the simulator
	@$(CHECK) integration

.PHONY: test-chaos
test-chaos: setup ## Let every request fail in every way, in runs of the playbook (hours; CHAOS="--sample 50" tries some)
	@$(PROGRAM) chaos.run $(CHAOS)

.PHONY: test-sweep
test-sweep: setup ## Print the table of every request that fails in every way, without Ansible (minutes)
	@$(PROGRAM) chaos.run --in-process

.PHONY: test-kill
test-kill: setup ## Cut and kill the playbooks that write, and run them again (half an hour; KILL="--only rotate --kills 2")
	@$(PROGRAM) chaos.kill $(KILL)

.PHONY: test-matrix
test-matrix: setup ## Run the tests with the oldest, a middle and the newest ansible-core (takes long)
	@tests/tools/matrix.sh $(PAIRS)

.PHONY: bench
bench: setup ## Measure what onboarding costs, beside pings, plain requests and empty tasks (BENCH="--firms 1 10 --forks 5")
	@$(PROGRAM) benchmark.run $(BENCH)

.PHONY: lint
lint: setup ## Check style, types, shell scripts, playbooks and roles
	@$(CHECK) format ruff shellcheck mypy ansible-lint

.PHONY: sanity
sanity: setup ## Run ansible-test sanity
	@$(CHECK) sanity

.PHONY: docs-lint
docs-lint: setup ## Check the documentation of plugins and roles, and the changelog
	@$(CHECK) docs changelog

.PHONY: changelog
changelog: setup ## Write CHANGELOG.md anew from changelogs/ and the modules there are
	@$(CHECK) write_changelog

.PHONY: generate
generate: setup ## Write what follows from firm variables, switches and checks: documentation, roles' argument specs
	@$(CHECK) generate

.PHONY: importer
importer: setup ## Build the collection and import it as Galaxy would
	@$(CHECK) importer

.PHONY: build
build: setup ## Build the tarball into .cache/build
	@$(CHECK) build

.PHONY: format
format: setup ## Let ruff rewrite the Python files
	@.venv/bin/ruff check --fix --quiet --output-format concise . || true
	@.venv/bin/ruff format --quiet .

.PHONY: clean
clean: ## Remove .venv, .cache and what tools left behind
	@rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .ansible tests/output
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
