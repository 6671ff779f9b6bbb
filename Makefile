# One recipe list; `make` alone shows it. CI runs the same words.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
REQUIREMENTS ?= requirements
# What is installed is what the lock in requirements/ says, by hash, and nothing else.
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-compile
LOCKED := --no-deps --require-hashes --requirement

# What the installed package is compiled from: a change here runs the build hook again.
SOURCES := pyproject.toml hatch_build.py src/dateline/geodesy.py \
  $(addprefix src/dateline/gazetteer/,fold.py kinds.py store.py) \
  $(shell find compile geodata src/dateline/web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -name '*.pyc' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help map test fuzz conformance check check-all test-newest test-oldest test-install lock web docs \
  bench bench-shapes bench-geocode mutants clean

help: ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile

map: $(VENV)/.installed ## build events/ into output/map.html and output/events.geojson
	$(BIN)/dateline build events

test: $(VENV)/.dev ## run every test, the browser ones included
	$(BIN)/python -m pytest -n 2 --dist loadgroup

FUZZ_MINUTES ?= 10
fuzz: $(VENV)/.dev ## try new random examples: FUZZ_MINUTES=60 FUZZ="readers dates"
	$(BIN)/python tests/fuzz/explore.py --minutes $(FUZZ_MINUTES) $(FUZZ)

# apt install gdal-bin python3-qgis qgis-providers chromium chromium-driver firefox-esr webkit2gtk-driver xvfb
conformance: $(VENV)/.dev ## open exports with GDAL's programs and QGIS, pages with three browsers (apt install: see above it)
	$(BIN)/python -m pytest tests/conformance tests/browser -m conformance

check-all: check test test-install test-newest test-oldest ## check and test, then the three that follow

# Versions of its own, in an environment of its own.
test-newest: $(VENV)/.dev ## run the tests with the newest versions of everything, the lock ignored
	$(BIN)/python compile/lock.py --into .cache/newest
	$(MAKE) test VENV=.cache/newest/venv REQUIREMENTS=.cache/newest

test-oldest: $(VENV)/.dev ## run the tests with the lowest versions that pyproject.toml admits
	$(BIN)/python compile/lock.py --into .cache/oldest --resolution lowest-direct
	$(MAKE) test VENV=.cache/oldest/venv REQUIREMENTS=.cache/oldest

test-install: $(VENV)/.dev ## build the source distribution from nothing, install it, draw a page
	$(BIN)/python -m pytest -m full tests/browser

check: $(VENV)/.dev ## formatter, linter, types, import contracts, generated docs up to date
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/python compile/bundle.py --check-types
	$(BIN)/python docs/generate.py --check

lock: $(VENV)/.dev ## write the lock again, with the newest versions within the bounds
	$(BIN)/python compile/lock.py

web: $(VENV)/.dev ## bundle the page again after a change to src/dateline/web
	$(BIN)/python compile/bundle.py

docs: $(VENV)/.dev ## write the generated docs
	$(BIN)/python docs/generate.py

BENCH_SIZES ?= 1000,10000,100000,1000000
bench: $(VENV)/.dev ## measure dateline and other tools: BENCH_SIZES=1000,10000 BENCH=--resume
	$(BIN)/python bench/run.py --sizes $(BENCH_SIZES) $(BENCH)

bench-shapes: $(VENV)/.dev ## measure reading and typing of many shapes of input
	$(BIN)/python bench/shapes.py

MUTANTS ?=
mutants: $(VENV)/.dev ## change the code, count what the tests notice: MUTANTS="timespan --digits 37"
	$(BIN)/python bench/mutants.py $(MUTANTS)

CORPORA ?= corpora
SCORER  ?= ../shared/bench/toponyms/evaluate.py
bench-geocode: $(VENV)/.dev ## score the place resolver: CORPORA=folder SCORER=evaluate.py
	$(BIN)/python $(SCORER) --data $(CORPORA) --sets lgl,trnews --resolver bench/toponym_resolver.py --id-counts

clean: ## remove what was built, the environment included
	rm -rf $(VENV) .cache src/dateline/_built output/*.html output/*.geojson dist build

$(BIN)/python:
	@echo "Making an environment in $(VENV)."
	$(PYTHON) -m venv $(VENV)

$(VENV)/.locked: $(REQUIREMENTS)/build.txt | $(BIN)/python
	@echo "Installing the packages of $< (a minute or two, most of it downloading)."
	$(PIP) $(LOCKED) $<
	@touch $@

$(VENV)/.installed: $(VENV)/.locked $(SOURCES)
	$(BIN)/python -u compile/build.py
	@echo "Installing dateline."
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(REQUIREMENTS)/dev.txt $(VENV)/.installed
	@echo "Installing the packages of $<."
	$(PIP) $(LOCKED) $<
	@touch $@
