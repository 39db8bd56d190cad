# make serve   environment, install, ingest FROM (default: seeds), open in Datasette
# make test    environment, install with test extras, all tests
# make torture kills, fills, forges, fuzzes and floods the archive for half an hour; writes docs/reliability.md
# make check   what CI runs beside the tests: formatting, lint, types, schema drift
# make bench   measure: all cases but the long ones, or CASES="ingest verify"

PYTHON ?= python3
FROM ?= seeds
DATABASE ?= archive.db
PORT ?= 8001
# What the tests need beside the program; test,browser adds those in a real browser (where there is Chromium).
EXTRAS ?= test
VENV := .venv
BIN := $(VENV)/bin
SOURCES := $(shell find archive migrations -type f ! -name '*.pyc')
# Whoever has run the tests works on the program: what is served then is the tree as it stands, in plain Python.
INSTALLED := $(if $(wildcard $(VENV)/installed-for-tests),$(VENV)/installed-for-tests,$(VENV)/installed)

.PHONY: serve test check bench torture clean

# Status 1 of ingest: some files were rejected, and told; the rest is there to be served.
serve: $(INSTALLED)
	$(BIN)/archive ingest $(FROM) --db $(DATABASE) || [ $$? -eq 1 ]
	$(BIN)/archive serve $(DATABASE) --port $(PORT)

test: $(VENV)/installed-for-tests
	$(BIN)/pytest

check: $(VENV)/installed-for-tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest tests/migrations

bench: $(VENV)/installed-for-tests
	$(BIN)/python -m benchmarks $(CASES)

torture: $(VENV)/installed-for-torture
	$(BIN)/pytest tests/reliability --torture

clean:
	rm -rf $(VENV) dist *.db *.db-shm *.db-wal *.db.lock

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name it with make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python pyproject.toml hatch_build.py $(SOURCES)
	@echo "Installing; compiling the parsers and rules takes a minute and a half, once."
	HATCH_BUILD_HOOK_ENABLE_CUSTOM=true $(BIN)/python -m pip install --quiet . 2>$(VENV)/compilation.log || { \
	  echo "Not compiled ($(VENV)/compilation.log says why): claims are found by plain Python, in half as much time again."; \
	  $(BIN)/python -m pip install --quiet .; }
	touch $@

$(VENV)/installed-for-tests: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[$(EXTRAS)]'
	touch $@

$(VENV)/installed-for-torture: $(VENV)/installed-for-tests
	$(BIN)/python -m pip install --quiet --editable '.[torture]'
	touch $@
