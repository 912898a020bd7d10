# The tasks of this project. Plain `make` lists them. Needs Python 3.11 to 3.14 with venv, and make.
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
STAMPS := .venv/stamps

# Compiled files make every later start quicker: let Python write them.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run run-mediation test test-servers check format bench soak soak-texts mutate picture pictures guide-pictures key-card clean python-is-there

help: ## Show this list
	@echo "make TARGET, where TARGET is one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{ printf "%-17s %s\n", $$1, $$2 }'

run: $(STAMPS)/program ## Install what is missing and open the practice office
	@$(BIN)/sharedlives demo $(ARGS)

run-mediation: $(STAMPS)/program ## Open the practice office of a membership body: disputes, at a mediator's desk
	@$(BIN)/sharedlives demo --office membership-body $(ARGS)

test: $(STAMPS)/tools ## Run the tests (some of them: make test ARGS="tests/unit -k days")
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

test-servers: $(STAMPS)/tools ## Run what needs a real sshd or PostgreSQL, and the suites on PostgreSQL (installs what is missing)
	scripts/install_servers.sh
	$(BIN)/python -m pytest -n 2 --dist worksteal --store postgresql $(ARGS)

check: $(STAMPS)/tools ## Check layout, style, types and who imports whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMPS)/tools ## Lay the code out anew and mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMPS)/tools ## Measure speed beside the plain alternatives, and that nothing is lost (minutes)
	$(BIN)/python -m benchmarks $(ARGS)

soak: $(STAMPS)/tools ## Draw 10,000 hostile texts, then send 10,000 streams of keys, bytes and pastes (two or three hours)
	$(if $(ARGS),,$(BIN)/python -m tests.soak_texts)
	$(BIN)/python -m tests.soak $(ARGS)

soak-texts: $(STAMPS)/tools ## Of the soak the hostile texts alone: every screen on a real terminal, read byte by byte
	$(BIN)/python -m tests.soak_texts $(ARGS)

pictures: $(STAMPS)/tools ## Take pictures of every screen in every theme (into ./pictures, or ARGS="FOLDER --only case")
	$(BIN)/python scripts/pictures.py $(or $(ARGS),pictures)

mutate: $(STAMPS)/tools ## Change the core on purpose and count what the tests notice (docs/mutation.md; half an hour)
	@$(BIN)/python -m pip install --quiet --editable '.[dev,mutate]'
	-$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut results

picture: $(STAMPS)/tools ## Make the picture of the Today screen in the README anew
	$(BIN)/python scripts/picture.py

guide-pictures: $(STAMPS)/tools ## Make the pictures of the guide in docs/guide anew
	$(BIN)/python scripts/guide_pictures.py $(ARGS)

key-card: $(STAMPS)/tools ## Write the card of keys in docs/keys.md anew, from the table of keys
	$(BIN)/python scripts/key_card.py

clean: ## Remove the environment, builds and caches; offices (*.db) stay
	rm -rf .venv build dist mutants .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks
	rm -rf htmlcov .coverage snapshot_report.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Installed once, and again when pyproject.toml changes. The tools bring the program with them.
$(STAMPS)/program: pyproject.toml | $(BIN)/pip
	@echo "Installing the program and what it needs; this takes a minute the first time."
	@$(BIN)/python -m pip install --quiet --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/tools: pyproject.toml | $(BIN)/pip
	@echo "Installing the program and the tools for tests and checks; this takes a minute the first time."
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@mkdir -p $(STAMPS) && touch $(STAMPS)/program $@

# pip comes last into a new environment: where it is there, the environment is whole.
$(BIN)/pip: | python-is-there
	@echo "Making the environment in .venv"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python could not make an environment. On Debian or Ubuntu, install the package python3-venv, then try again."; \
		exit 1; }

python-is-there:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null || { \
		found=`$(PYTHON) --version 2>&1` || found="not on this machine"; \
		echo "This program needs Python 3.11 to 3.14, and $(PYTHON) is $$found."; \
		echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
