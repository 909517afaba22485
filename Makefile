# Everything starts here. `make demo` and `make test` work on a fresh machine with Python >= 3.11 and make.
.DEFAULT_GOAL := help
BIN := .venv/bin
export OPENBLAS_NUM_THREADS := 1
# what was compiled is kept, whatever the machine says: the suite starts many processes
export PYTHONDONTWRITEBYTECODE :=
# each room is covered by its own tests
ROOMS := $(addprefix tests/,act agree dossier engine inform listen plan protect rehearsal understand)
# what speaks to the database in its own words: rules, numbers, rows in bulk, a restore
KEPT := tests/web/records tests/web/keeping/test_restoring.py
# what many do at once, ids that are another's, a restore: proved on both databases
SERVED := $(addprefix tests/web/,records/test_swapped.py records/test_writing_at_once.py test_fifty_at_once.py keeping/test_restoring.py)
SPREAD := -q -n 2 --dist worksteal

.PHONY: help demo test cover fast check fix proofs bench bench-large oracles lock clean setup

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install the locked dependencies, those of development too
	@scripts/bootstrap dev

demo: ## rehearse an invented country, write its portrait and serve it, in French and English (SERVE=0: write only)
	@scripts/bootstrap run
	@$(BIN)/vestibule demo --out vestibule-demo $(if $(filter 0,$(SERVE)),,--serve)

test: setup ## the whole suite; what touches the database's rules on PostgreSQL too
	@scripts/browser
	@$(BIN)/pytest tests src $(SPREAD) -m "not proof"
	@scripts/postgres $(BIN)/pytest $(KEPT) $(SPREAD) -m "not proof and not page and not alike"

cover: setup ## the tests of the rooms, traced, with the gate on branches covered (as long as `make test`)
	@scripts/browser
	@$(BIN)/pytest $(ROOMS) $(SPREAD) -m "not proof" --cov --cov-report=term

fast: setup ## the suite without pages
	@$(BIN)/pytest tests src $(SPREAD) -m "not proof and not page"

check: setup ## format, lint, types, arrows, docs
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/ruff check --preview --select DOC102,DOC201,DOC402 --exclude src/vestibule/cli --exclude src/vestibule/web src/vestibule
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -p no:cacheprovider tests/test_docs.py tests/test_architecture.py

fix: setup ## format and mend what can be mended by a machine
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

proofs: setup ## the long proofs: thousands of generated dossiers and replicates (some three hours)
	@scripts/browser
	@HYPOTHESIS_PROFILE=proof $(BIN)/pytest tests -q -n 2 -m proof
	@HYPOTHESIS_PROFILE=proof $(BIN)/pytest tests/protect -q -n 2 -m "not proof"
	@scripts/postgres $(BIN)/pytest $(SERVED) -q -m proof

bench: setup ## time and memory, written to docs/benchmarks.md
	@$(BIN)/python -m benchmarks

bench-large: setup ## 10 million people out of core, and a cluster that loses a worker (half an hour, 3 GB of disk)
	@$(BIN)/python -m benchmarks.engine --large

oracles: setup ## compare with other programs, in an environment of their own
	@scripts/peers
	@.peers/bin/python -m pytest -q oracles -p no:cacheprovider

lock: ## write requirements/*.txt anew
	@scripts/lock

clean: ## remove what was made
	@rm -rf .venv .peers .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage vestibule-demo
