# Two commands on a fresh machine with Python 3.11: `make serve` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# errors only: pip warns of every place it looks into that does not exist
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq

.PHONY: serve test lint types tests train bench screenshots clean

## install, index corpus/ and open the assistant in the browser
serve: $(VENV)/serve
	@echo "[3/3] reading corpus/, then the page opens"
	$(BIN)/xianbao index corpus
	$(BIN)/xianbao serve

## install and run every check
test: lint types tests

lint: $(VENV)/dev
	@echo "[3/3] checks: style and clocks, types, tests"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev
	$(BIN)/pyright --pythonpath $(BIN)/python

tests: $(VENV)/dev
	OMP_WAIT_POLICY=passive $(BIN)/python -m pytest -n 2

## teach the reader of questions, the linking of words to measures and the choice of passages anew, and judge them
train: $(VENV)/dev
	OMP_NUM_THREADS=1 $(BIN)/python -m training.train
	$(BIN)/python -m training.judge
	$(BIN)/python -m training.link
	$(BIN)/python -m training.tell

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
	@echo "[1/3] installing torch, the largest package: some minutes on a slow line"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --constraint constraints.txt torch
	@touch $@

$(VENV)/serve: $(VENV)/torch pyproject.toml
	@echo "[2/3] installing the other packages, at most $$(grep -c == constraints.txt)"
	@$(PIP) install --constraint constraints.txt --editable ".[ocr]"
	@touch $@

$(VENV)/dev: $(VENV)/torch pyproject.toml
	@echo "[2/3] installing the other packages, at most $$(grep -c == constraints.txt)"
	@$(PIP) install --constraint constraints.txt --editable ".[dev]"
	@touch $@ $(VENV)/serve
