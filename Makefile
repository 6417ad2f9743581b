# Every target makes what it needs: a virtual environment in .venv with vnfix installed in it.
# A C compiler is used where there is one, not needed where there is none.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python
TYPED := $(shell find vnfix -name '*.pxd')
SOURCES := pyproject.toml setup.py $(TYPED) $(TYPED:.pxd=.py)

VERSION := $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	"vnfix needs Python 3.11 or newer; name one: make PYTHON=python3.11 ...")'

.DEFAULT_GOAL := help
.PHONY: help demo test lint types docs data bench models wheels fuzz audit clean

help:  ## say what the targets do
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

# The user's environment: only what `pip install` would bring.
$(VENV)/.installed: $(SOURCES)
	$(VERSION)
	test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# What developing needs on top.
$(VENV)/.developed: $(SOURCES)
	$(VERSION)
	test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(VENV)/.benched: $(VENV)/.developed
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	@touch $@

demo: $(VENV)/.installed  ## repair the documents of corpus/ and show before and after
	$(RUN) -m tools.demo

# On all processors, each taking over from the other what waits: many tests wait most of their time.
test: $(VENV)/.developed  ## run all tests
	$(RUN) -m pytest --quiet --numprocesses auto --dist worksteal

lint: $(VENV)/.developed types  ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(RUN) -m tools.lint_web
	$(RUN) -m bandit --quiet --configfile pyproject.toml --recursive vnfix

types: $(VENV)/.developed  ## check types
	$(BIN)/mypy

docs: $(VENV)/.developed  ## write the generated pages anew
	$(RUN) -m tools.docs

data: $(VENV)/.developed  ## check dictionaries, rules and tables
	$(RUN) -m vnfix data-check

bench: $(VENV)/.benched  ## measure quality and speed, into bench/results (needs ../shared)
	$(RUN) -m bench

models: $(VENV)/.developed  ## build all trained tables anew (needs ../shared; tesseract-ocr-vie)
	$(RUN) -m tools.nearly
	$(RUN) -m vnfix.train

wheels: $(VENV)/.developed  ## build the wheel for this machine into dist and try it (needs the network)
	$(RUN) -m tools.wheels

fuzz: $(VENV)/.developed  ## try to break vnfix for ten minutes
	$(RUN) -m tools.fuzz --minutes 10

audit: $(VENV)/.developed  ## ask an advisory service about the dependencies (needs the network)
	$(RUN) -m pip install --quiet --disable-pip-version-check pip-audit
	$(RUN) -m pip_audit --skip-editable

clean:  ## remove what the other targets made
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -rf tools/lint/node_modules
	find vnfix -name '*.so' -delete
