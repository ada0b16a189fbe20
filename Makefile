# policysearch. `make search Q=…` and `make test` set up everything they need; nothing is done twice.

PYTHON ?= python3
MODULES := $(shell find policysearch -name '*.py')
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
INDEX := index
SOURCES := seeds
SIZES ?= 1000 10000 100000 1000000
EVAL ?= $(or $(POLICYSEARCH_SHARED),../shared)/eval

# The query reaches the program as it was typed: make does not expand it (value), and the recipe hands it to the shell
# as one quoted variable.
Q ?=
override export Q := $(value Q)

.DEFAULT_GOAL := help
.PHONY: help search index test thorough fuzz lint types check clean lock gold cutting golden eval bench

help: ## what there is to make
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

search: $(INDEX)/current ## search the seeds: make search Q="家庭医生 签约"
	@if [ -z "$$Q" ]; then echo 'Usage: make search Q="家庭医生 签约"' >&2; exit 2; fi
	@$(BIN)/policysearch search --index $(INDEX) -- "$$Q"

index: $(READY) ## rebuild the index of seeds/
	$(BIN)/policysearch index $(SOURCES) --index $(INDEX)

# built once, and again when a seed or the program has changed
$(INDEX)/current: $(READY) $(wildcard $(SOURCES)/*) $(MODULES) $(shell find policysearch -name '*.txt')
	@$(BIN)/policysearch index $(SOURCES) --index $(INDEX) >&2

test: $(READY) ## all tests that need no server
	$(BIN)/python -m pytest

thorough: $(READY) ## the properties of the query language with thousands of cases each
	POLICYSEARCH_EXAMPLES=$${POLICYSEARCH_EXAMPLES:-3000} $(BIN)/python -m pytest tests/test_properties.py

fuzz: $(READY) ## 200,000 random queries: an answer or a named error
	$(BIN)/python -m tests.fuzz_queries

lint: $(READY) ## style
	$(BIN)/python -m flake8 policysearch tests benchmarks

types: $(READY) ## mypy, strict
	$(BIN)/python -m mypy

gold: $(READY) ## the chunker against the items marked by hand
	$(BIN)/policysearch items seeds --jsonl > $(VENV)/items.jsonl
	$(BIN)/python tests/data/gold/score_items.py $(VENV)/items.jsonl tests/data/gold/seed_*.json --sources . --min-f1 1

golden: $(READY) ## record anew where the golden queries find their items
	$(BIN)/python -m tests.golden_ranks

cutting: $(READY) ## how the documents beside the project are cut, and how fast
	$(BIN)/python -m benchmarks.cutting $${POLICYSEARCH_SHARED:-../shared}/policies

eval: $(READY) ## how good the order of the hits is, on sets with judgements: make eval EVAL=FOLDER
	@$(BIN)/python -m benchmarks.ranking $(EVAL) .eval

bench: $(VENV)/.peers ## this project beside others: make bench SIZES="1000 10000"
	$(BIN)/python -m benchmarks.bench $(SIZES)

check: lint types test gold ## everything above

clean: ## remove what make has made
	rm -rf $(VENV) $(INDEX) .mypy_cache .pytest_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

lock: $(READY) ## pin the newest dependencies anew
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --extra dev --output-file requirements.lock setup.cfg requirements.in

# a search should not wait for its own modules to be compiled, once or, with PYTHONDONTWRITEBYTECODE, every time
$(READY): $(VENV)/.package $(MODULES)
	@$(BIN)/python -m compileall -q policysearch
	@touch $@

$(VENV)/.package: $(VENV)/.installed setup.cfg pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >&2
	@touch $@

$(VENV)/.peers: $(READY) benchmarks/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: -r benchmarks/requirements.txt >&2
	@touch $@

$(VENV)/.installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "policysearch needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "This Python has no venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
	@echo "Setting up $(VENV) …" >&2
	@$(PYTHON) -m venv --clear $(VENV) >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock >&2
	@touch $@
