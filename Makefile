# Everything starts here: `make run` to see Obrol, `make test` to trust it. `make help` lists the rest.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)) python3)
BOOTSTRAP = @exec $(PYTHON) tools/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help run dev test check format bench chaos types lock wheel clean

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run:  ## Start Obrol with its demo world on http://127.0.0.1:8000
	$(BOOTSTRAP) run -m obrol demo

dev:  ## The same, started again after every change in src/, with the desk's own development server
	$(BOOTSTRAP) dev tools/develop.py

test:  ## Every test: Python on a real PostgreSQL, the web apps, and the journeys in a real browser
	$(BOOTSTRAP) dev tools/run_tests.py

check:  ## Format, lint, types and import contracts, in less than half a minute
	$(BOOTSTRAP) check tools/run_checks.py

format:  ## Put every file into its format
	$(BOOTSTRAP) check tools/run_checks.py --repair

bench:  ## Measure, next to a baseline in the same run; prints a table and writes JSON
	$(BOOTSTRAP) dev -m bench

chaos:  ## Kill things while people talk, 30 rounds
	$(BOOTSTRAP) dev tools/run_tests.py chaos

types:  ## Make the TypeScript types and the generated pages of docs/ again from the server
	$(BOOTSTRAP) check tools/make_types.py

lock:  ## Resolve the Python dependencies again, within the ranges of pyproject.toml
	$(BOOTSTRAP) check tools/lock.py

wheel:  ## Build dist/obrol-….whl, with the web apps inside
	$(BOOTSTRAP) dev -m uv build --wheel --no-build-isolation

clean:  ## Remove everything that was made here, except data/
	rm -rf .venv dist web/node_modules web/apps/*/node_modules web/apps/*/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
