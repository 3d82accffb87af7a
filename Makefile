# The project's few words. `make demo` and `make test` set up everything they need on a machine with Python 3.11 or later,
# pip, git and make; `make check` and `make fix` keep the house; `make soak` and `make bench` take their time.
.PHONY: demo test soak check fix bench lock
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
SOURCES := pyproject.toml hatch_build.py $(wildcard frontend/*.json frontend/*.mjs frontend/src/*)

demo: $(VENV)/.runtime
	@exec $(BIN)/graphsvc demo

test: $(VENV)/.dev
	$(BIN)/pytest

# The full counts of kills, mutations and resamples.
soak: $(VENV)/.dev
	$(BIN)/pytest -m "soak or not soak" --timeout 3600

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m graphsvc.store.generate
	$(BIN)/python docs/generate.py

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

$(BIN)/python:
	sh tools/make-venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt $(SOURCES) | $(BIN)/python
	@echo "Installing what graphsvc needs (a few minutes on a slow line, once)"
	$(PIP) install --quiet --require-hashes -r requirements/runtime.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# Pins every dependency with its hashes, and names no index.
lock: $(VENV)/.dev
	$(PIP) install --quiet uv
	sh tools/lock $(BIN)/uv
