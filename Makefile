# Two commands do everything on a fresh machine with Python 3.11 or newer: make run, make test.
PYTHON ?= python3
ARGS ?=

.PHONY: run test check test-all env package package-test pictures tables nightly fuzz audit clean

run:          ## open the window (without a display: the sample phone from the command line)
	@$(PYTHON) packaging/bootstrap.py run -- $(ARGS)

test:         ## format, lint, types, import contracts, tests
	@$(PYTHON) packaging/bootstrap.py test -- $(ARGS)

check:        ## the same without the tests
	@$(PYTHON) packaging/bootstrap.py check

test-all:     ## the tests with every Python 3.11, 3.12 and 3.13 that is here
	@$(PYTHON) packaging/bootstrap.py test-all -- $(ARGS)

env:          ## only the virtual environment for development
	@$(PYTHON) packaging/bootstrap.py env

package:      ## build what people download into dist/; ARGS="frozen" only that and what it needs
	@$(PYTHON) packaging/bootstrap.py package -- $(ARGS)

package-test: ## install what was built into clean places, read the sample phone, verify a bundle
	@$(PYTHON) packaging/bootstrap.py package-test -- $(ARGS)

pictures: env ## make the pictures of README and docs anew
	@.venv/bin/python packaging/make_pictures.py

tables: env   ## write the tables (needs ../shared) and JSON Schemas of docs/ anew
	@.venv/bin/python -m tests.doc_tables
	@.venv/bin/python -m tests.doc_schemas

nightly: env  ## what takes too long for every change: random lives, crashes, ten minutes of fuzzing a parser
	@ROUND_TRIPS=1000 .venv/bin/python -m pytest tests/core/sample/test_round_trip.py tests/core/test_merge_lives.py
	@CRASHES=200 .venv/bin/python -m pytest tests/core/test_crashes.py
	@$(MAKE) fuzz ARGS="--seconds 600"

fuzz: env     ## fuzz the parsers with atheris (Linux), a minute each; ARGS="--seconds 600 appops"
	@.venv/bin/python -m pip install --quiet --require-hashes -r packaging/requirements/fuzz.txt
	@.venv/bin/python -m tests.fuzz.run $(ARGS)

audit: env    ## look up known weaknesses of the pinned dependencies (needs a network)
	@.venv/bin/python -m pip install --quiet --require-hashes -r packaging/requirements/audit.txt
	@.venv/bin/python -m pip_audit --strict --disable-pip --require-hashes -r packaging/requirements/dev.txt $(ARGS)

clean:        ## remove what the build made; never touches cases
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
