# make help

PYTHON ?= python
NO_MKDOCS_2_WARNING := 1
export NO_MKDOCS_2_WARNING
# The oldest TensorFlow that setup.cfg allows.
FLOOR := $(shell sed -n 's/^ *tensorflow>=\([0-9.]*\).*/\1/p' setup.cfg)

.PHONY: help test unit slow nightly lint docs notebooks bench compat gallery

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

test:  ## every test, as .ci/run does
	$(PYTHON) -m pytest

unit:  ## the fast tests
	$(PYTHON) -m pytest -m "not slow"

slow:  ## the others
	$(PYTHON) -m pytest -m slow

nightly:  ## all of them, and the longest, too
	$(PYTHON) -m pytest --nightly

lint:  ## style, without changing a file
	ruff check .
	ruff format --check .

docs:  ## the site, into site/
	$(PYTHON) -m mkdocs build --strict

notebooks:  ## builds the notebooks from their sources
	$(PYTHON) notebooks/build.py

bench:  ## speed against other frameworks; takes minutes and wants an idle machine
	$(PYTHON) benchmarks/train_step.py
	$(PYTHON) benchmarks/widths.py

compat:  ## the fast tests with the oldest TensorFlow and with the newest
	set -e; for wanted in "tensorflow==$(FLOOR).* -c tests/oldest.txt" tensorflow; do \
	  folder=$$(mktemp -d); \
	  $(PYTHON) -m venv "$$folder/venv"; \
	  "$$folder/venv/bin/pip" install --quiet -e ".[test]" $$wanted; \
	  "$$folder/venv/bin/python" -c "import keras, tensorflow as tf; print(tf.__version__, keras.__version__)"; \
	  "$$folder/venv/bin/python" -m pytest -m "not slow"; \
	  rm -rf "$$folder"; \
	done

gallery:  ## every card, and zoo/README.md
	$(PYTHON) -m zoo configs
	$(PYTHON) -m zoo cards
