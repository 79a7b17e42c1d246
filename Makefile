# Two commands on a fresh machine with Python 3.11: `make serve` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet

.PHONY: serve test lint types tests train bench screenshots clean

## install, index corpus/ and open the assistant in the browser
serve: $(VENV)/serve
	$(BIN)/xianbao index corpus
	$(BIN)/xianbao serve

## install and run every check
test: lint types tests

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev
	$(BIN)/pyright --pythonpath $(BIN)/python

tests: $(VENV)/dev
	OMP_WAIT_POLICY=passive $(BIN)/python -m pytest -n 2

## learn again how words are linked to measures, judge it, and write the weights
train: $(VENV)/serve
	$(BIN)/python -m training.link

## times of indexing, answering and the page
bench: $(VENV)/dev
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/page.py

## pictures of every view into docs/screenshots/
screenshots: $(VENV)/dev
	$(BIN)/python benchmarks/screenshots.py

clean:
	rm -rf $(VENV) .xianbao build *.egg-info

# torch first and alone: a looser order may fetch gigabytes of GPU packages
$(VENV)/torch: constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt torch
	@touch $@

$(VENV)/serve: $(VENV)/torch pyproject.toml
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/dev: $(VENV)/torch pyproject.toml
	$(PIP) install --constraint constraints.txt --editable ".[dev]"
	@touch $@ $(VENV)/serve
