# Two commands set everything up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test torture check format bench figures screenshots goldens generated wheel clean

demo: $(VENV)/.installed
	@$(BIN)/bsctui open samples/skyline

# Nearly all tests, in minutes; `make test TESTS=all`, as `.ci/run` calls it, adds the slow ones and draws more examples.
test: $(VENV)/.developer
ifeq ($(TESTS),all)
	HYPOTHESIS_PROFILE=$${HYPOTHESIS_PROFILE:-full} $(BIN)/python -m pytest -n auto --dist worksteal
else
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"
endif

# What `make test` does of tests/torture for half a minute, for hours: TORTURE_SEED draws other cases.
torture: $(VENV)/.developer
	$(BIN)/python -m tests.torture

check: $(VENV)/.developer
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.developer
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.developer
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python -m tests.benchmarks

# The README's table of figures: a quiet machine, some ten minutes.
figures: $(VENV)/.developer
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python -m tests.benchmarks.figures

screenshots: $(VENV)/.developer
	$(BIN)/python -m tests.app.screenshots
	$(BIN)/python -m tests.app.moving_picture
	$(BIN)/python -m tests.report.picture
	$(BIN)/python -m tests.review.picture

# The wheel, tried in clean environments with every Python found and every extra.
wheel: $(VENV)/.developer
	$(BIN)/python -m tests.wheel

goldens: $(VENV)/.developer
	GOLDENS=write $(BIN)/python -m pytest -q tests/app/test_goldens.py tests/app/test_review.py -k looks

# What is made from the grammar and from the commands' own texts.
generated: $(VENV)/.developer
	$(BIN)/python grammar/learn_shapes.py
	$(BIN)/python grammar/editors/generate.py
	$(BIN)/python -m bsctui.cli.man_page > grammar/man/bsctui.1
	$(BIN)/python -m bsctui.cli.reference_page > grammar/reference.md

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.developer: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) dist build
