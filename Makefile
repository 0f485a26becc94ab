# Everything goes through .venv, made from the lock file on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
.DEFAULT_GOAL := help

.PHONY: help setup run test check lint types bench eval soak million lock texts catalogs flows transcripts clean

help: ## show these lines
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Rafiq needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make run PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

PO := $(wildcard locales/*/LC_MESSAGES/rafiq.po)
MO := $(PO:.po=.mo)

$(MO) &: $(PO) $(STAMP)
	$(BIN)/python -m bot.language.catalogs_tool compile

catalogs: $(MO) ## compile the translations

PACKED := content bot/features/library bot/features/skills/occupations bot/store/migrations
CONTENT := $(shell find $(PACKED) -name '*.md' -o -name '*.yaml' -o -name '*.py')
PACK := content/.pack

$(PACK): $(CONTENT) $(STAMP)
	$(BIN)/rafiq content pack

# Python keeps no bytecode by itself where PYTHONDONTWRITEBYTECODE is set: every start would compile 500 files.
BYTECODE := $(VENV)/.bytecode

$(BYTECODE): $(shell find bot -name '*.py') $(STAMP)
	@$(BIN)/python -m compileall -q bot
	@touch $(BYTECODE)

setup: $(STAMP) $(MO) $(PACK) $(BYTECODE) ## make .venv, compile program and translations, pack the articles

run: setup ## start Rafiq on this machine and print its address
	$(BIN)/rafiq serve

test: setup ## run the whole test suite, two processes side by side
	$(BIN)/pytest -n 3 --dist worksteal

check: setup lint types ## style, types, arrows, contents, flows, translations
	$(BIN)/lint-imports
	$(BIN)/rafiq content check
	$(BIN)/rafiq flows check
	$(BIN)/rafiq flows coverage
	$(BIN)/python -m bot.language.catalogs_tool check

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

bench: setup ## measure, against a named floor or peer
	$(BIN)/python -m bench
	$(BIN)/python -m bench.sending
	$(BIN)/python -m bench.backup

eval: setup ## how well the search does, on questions that nobody used to build it
	$(BIN)/python -m bench.finding

soak: setup ## long runs: 1,000 kills and more
	RAFIQ_SOAK=1 $(BIN)/pytest tests/fleet tests/delivery/test_crash.py tests/delivery/broadcasts tests/features/interviews/slots tests/portal/api/test_schema.py --timeout 7200
	RAFIQ_SOAK=1 $(BIN)/pytest tests/channels tests/features/guidance tests/features/statistics tests/language -k 'not browser' # other examples than `make test`

million: setup ## a million people through the fleet while 200 of its processes are killed (an hour on two idle cores)
	RAFIQ_SOAK=1 RAFIQ_FLEET_RECIPIENTS=1000000 RAFIQ_FLEET_KILLS=200 $(BIN)/pytest -s -n 0 tests/fleet/test_fleet.py --timeout 14400

texts: $(STAMP) ## collect new texts for translators, then update every catalog
	$(BIN)/python -m bot.language.catalogs_tool extract
	$(BIN)/python -m bot.language.catalogs_tool update

transcripts: setup ## write the expected wording of tests/transcripts anew; read the difference before you commit
	$(BIN)/rafiq flows record

lock: ## pin every dependency anew
	$(PYTHON) -m uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-header --extra dev pyproject.toml -o requirements.lock

clean: ## remove what was made here; data/ is kept
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
