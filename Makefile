# make         set up, get what official texts can be got, write the report    make test   set up and run every test
# make report  the report alone, without the network       make texts  get every official text, Swedish and English
PYTHON ?= python3
COUNTRY ?= kazakhstan
WITHIN ?= 120
SIZES ?= 1000 10000
BIN := .venv/bin
READY := .venv/ready

.PHONY: all report setup test texts soak bench check lab codebook lock clean
all: setup
	@$(BIN)/resolutions fetch --country "$(COUNTRY)" --within $(WITHIN)
	@$(BIN)/resolutions report --country "$(COUNTRY)"

report: setup
	@$(BIN)/resolutions report --country "$(COUNTRY)"

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try make PYTHON=python3.12")'
	@echo "Setting up .venv (once; a minute or less) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements.lock)"
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --requirement requirements.lock \
	  || $(BIN)/python -m pip install --quiet --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

test: setup
	@echo "Tests of the package …"
	@$(BIN)/python -m pytest
	@echo "The notebooks, cell by cell …"
	@RESOLUTION_TEXTS=none RESOLUTION_FIGURES="$$(mktemp -d)" $(BIN)/python -m pytest -o addopts= -q --nbval-lax --nbval-cell-timeout=120 -n 2 --dist loadfile notebooks

texts: setup
	@$(BIN)/resolutions fetch --country "$(COUNTRY)" --language sv en

soak: setup
	@RESOLUTION_SOAK=1000 $(BIN)/python -m pytest tests/test_soak.py tests/test_build.py tests/test_page.py tests/test_sentences.py

bench: setup
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --requirement requirements-bench.lock \
	  || echo "spaCy is not to be had; it is left out."
	@cd tests && ../$(BIN)/python -m benchmark --sizes $(SIZES) --output ../figures/local/benchmark.json

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lab: setup
	@$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks/01_corpus.ipynb

codebook: setup
	@$(BIN)/python -m analysis.corpus.codebook
	@$(BIN)/python -m analysis.corpus.datapackage

lock: setup
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --no-header \
	  --no-emit-index-url --no-annotate pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra bench --no-header \
	  --no-emit-index-url --no-annotate --constraint requirements.lock pyproject.toml --output-file requirements-bench.lock

clean:
	rm -rf .venv figures/local
