# Two commands do all the set-up on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV ?= .venv
SAMPLE ?= .run/sample
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check bench snapshots wheels clean
.DEFAULT_GOAL := run

$(VENV)/bin-ready:
	@$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'Python 3.11 or newer is needed, this is ' + sys.version.split()[0] + ': set PYTHON=…')"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run-ready: pyproject.toml | $(VENV)/bin-ready
	@echo "installing what is needed …" >&2
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/test-ready: pyproject.toml tests/constraints.txt | $(VENV)/bin-ready
	@echo "installing what the tests need …" >&2
	@$(BIN)/python -m pip install --quiet --constraint tests/constraints.txt --editable '.[test]'
	@touch $@

$(VENV)/bench-ready: pyproject.toml | $(VENV)/bin-ready
	@$(BIN)/python -m pip install --quiet --editable '.[bench]'
	@touch $@

# opens the app on a sample distributor; without a terminal plans its day and prints the route sheets
run: $(VENV)/run-ready
	@$(BIN)/roundsman warm
	@mkdir -p $(dir $(SAMPLE))
	@test -f $(SAMPLE)/outlets.json || $(BIN)/roundsman --data $(SAMPLE) demo
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/roundsman --data $(SAMPLE); else \
	  day=$$($(BIN)/python -c "import datetime as d; t = d.date.today(); print(t + d.timedelta(days=t.weekday() == 6))") && \
	  $(BIN)/roundsman --data $(SAMPLE) plan $$day --seconds 10 >/dev/null && \
	  $(BIN)/roundsman --data $(SAMPLE) sheet $$day --format text; fi

# the whole suite, in parallel
test: $(VENV)/test-ready
	@$(BIN)/roundsman warm
	@$(BIN)/python -m pytest -n $${WORKERS:-auto} --dist worksteal $(ARGS)

# style, types, layers
check: $(VENV)/test-ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# route quality beside the peers', the books beside stock TinyDB and SQLite, and how quickly the app answers, in one run
bench: $(VENV)/bench-ready
	@$(BIN)/roundsman warm
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench books
	@$(BIN)/python -m bench roads
	@$(BIN)/python -m bench board

# new pictures for the snapshot tests; look at them before committing
snapshots: $(VENV)/test-ready
	@$(BIN)/python -m pytest -n auto tests/tui --snapshot-update

# whether every dependency has a wheel for the Pythons that are claimed
wheels: $(VENV)/run-ready
	@for version in 3.11 3.12 3.13 3.14; do for system in linux windows macos; do \
	  $(BIN)/python -m tests.wheels $$version $$system || failed=1; \
	  $(BIN)/python -m tests.wheels $$version $$system roads || failed=1; done; done; exit $${failed:-0}

clean:
	rm -rf $(VENV) .run
