# Two commands matter: `make run` and `make test`. `make help` lists the rest.
# Every path is relative, so the checkout may lie anywhere.

PYTHON ?= python3
BIN := .venv/bin
NO_PYTHON := Motcua needs Python 3.11 or newer, as root: apt-get install python3 python3-venv
FOUND := { command -v $(PYTHON) >/dev/null || { echo "$(NO_PYTHON)"; exit 1; }; }
PREPARE := $(FOUND) && $(PYTHON) tools/check_python.py && $(PYTHON) -m tools.prepare
SOURCES := platform admin migrations tests tools
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11
MESSAGES := platform/motcua/web/translations
ARGS ?=

export PYTHONUNBUFFERED := 1
# Compiled files are kept, whatever the environment says: without them every process compiles the whole program.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test check format bench demo conformance soundness doctor assets messages lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## Prepare everything, then serve web and worker (PORT=8000); Ctrl-C stops
	@$(PREPARE) run && exec $(BIN)/motcua serve

test: ## Prepare everything for tests, then run them on all cores (ARGS="tests/domain -k tet")
	@$(PREPARE) test && $(BIN)/pytest $(or $(ARGS),--numprocesses auto --dist loadfile --no-loadscope-reorder)

check: ## Format, lint, types, layers and module length, without changing a file
	@$(PREPARE) check
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/mypy tools
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tools.module_length

format: ## Format the sources and put right what ruff can
	@$(PREPARE) check
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

bench: ## Measure steps through the service layer (ARGS=--json)
	@$(PREPARE) run && $(BIN)/motcua bench $(ARGS)

demo: ## Fill the sample province with dossiers at all points of their life
	@$(PREPARE) run && $(BIN)/motcua demo --dossiers 40

conformance: ## Which requirements have passing tests, per group and profile (ARGS=--json)
	@$(PREPARE) test && $(BIN)/python -m tools.conformance $(ARGS)

soundness: ## Random models, mutants and walks against the checker (ARGS="--seed 7")
	@$(PREPARE) check && $(BIN)/python -m tools.soundness $(ARGS)

doctor: ## What is missing on this machine and how to get it
	@$(PREPARE) run && $(BIN)/motcua doctor $(ARGS)

assets: ## Build the front end if its sources changed
	@$(PREPARE) assets

messages: ## Collect the sentences of the web layer, update and compile the catalogues
	@$(PREPARE) check
	mkdir -p var $(MESSAGES)
	$(BIN)/pybabel extract -F babel.cfg -k lazy_gettext -k _l --no-location --sort-output -o var/messages.pot platform/motcua/web admin
	test -f $(MESSAGES)/en/LC_MESSAGES/messages.po || $(BIN)/pybabel init -i var/messages.pot -d $(MESSAGES) -l en
	$(BIN)/pybabel update -i var/messages.pot -d $(MESSAGES) --no-fuzzy-matching --ignore-obsolete
	$(BIN)/pybabel compile -d $(MESSAGES)

lock: ## Lock every Python dependency anew, with hashes
	@$(PREPARE) check
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(LOCK) pyproject.toml > requirements.lock.new && mv requirements.lock.new requirements.lock
	$(LOCK) --group dev pyproject.toml > requirements-dev.lock.new && mv requirements-dev.lock.new requirements-dev.lock
	printf 'hatchling\neditables\n' | $(LOCK) - > requirements-build.lock.new && mv requirements-build.lock.new requirements-build.lock

clean: ## Delete what can be made again; data in var/pg and var/files stay
	rm -rf .venv node_modules platform/motcua/web/static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf .import_linter_cache var/log var/conformance.json
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
