# `make demo`, `make run`, `make test`: each sets everything up by itself.
PYTHON ?= python3
BIN = .venv/bin
export PYTHONUTF8 = 1

.PHONY: help setup demo run test test-full check format hub eval-checker eval-coding eval-drafting eval-speed clean

help:  ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

setup:  ## create .venv (once; a second call starts at once)
	@$(PYTHON) scripts/setup.py default

hub: setup  ## add torch: entailment models, sentence-transformers folders, training
	@$(PYTHON) scripts/setup.py hub

demo: setup  ## process the sample consultations and print one report
	@$(BIN)/assistant demo

run: setup  ## open the web application with the samples loaded
	@$(BIN)/assistant serve --samples

test:  ## the tests that need nothing but this machine
	@$(PYTHON) scripts/setup.py test
	@$(BIN)/python -m pytest -rs

test-full:  ## all tests, no skip allowed: installs Chromium, espeak-ng and torch where it may
	@$(PYTHON) scripts/setup.py full
	@$(BIN)/python -m pytest -rs --full

check:  ## format, lint, strict types, import directions, tests with coverage
	@$(PYTHON) scripts/setup.py check
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -rs --cov=assistant --cov-fail-under=85

format: ## write the format
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

eval-checker:  ## the checker against clinicians' notes and planted errors
	@$(PYTHON) scripts/setup.py eval
	@$(BIN)/python -m eval.checker --held-out --errors 10

eval-coding: setup  ## phrases, inclusion terms and stays to codes; guideline retrieval
	@$(BIN)/python -m eval.coding
	@$(BIN)/python -m eval.coding_stays

eval-drafting:  ## the drafters against gold facts and ROUGE
	@$(PYTHON) scripts/setup.py eval
	@$(BIN)/python -m eval.drafting
	@$(BIN)/python -m eval.never_worse --by recorded
	@$(BIN)/python -m eval.never_worse --by notes

eval-speed: setup  ## how long things take, as a benchmark
	@$(BIN)/python -m eval.speed

clean:  ## remove what was made here
	rm -rf .venv .cache out demo-data
