# Every target sets up what it needs first; a setup with nothing to do takes a tenth of a second.

PYTHON := .venv/bin/python
UV := UV_CACHE_DIR=.tools/cache .tools/bin/uv
SANDBOX := $(PYTHON) -m saleor_sandbox
PORT ?= 8000
THEME_PORT ?= 3000
THEME := $(PYTHON) dev/theme.py
MAILS := smtp://127.0.0.1:3412
SCENARIOS := $(PYTHON) -m pytest -c tests/scenarios/pytest.ini tests/scenarios

ifdef PG
export MLM_POSTGRES_BIN := /usr/lib/postgresql/$(PG)/bin
endif

# Who stands where: at once, as of any date, and who sees whom.
GENEALOGY := $(addprefix tests/services/test_,account_classes.py after_end.py as_of.py enrolment.py \
	enroller_changes.py enroller_changes_at_once.py enroller_changes_property.py \
	enroller_requests.py holding_tank.py mergers.py placing.py plans_in_trees.py \
	position_moves.py rejoining.py renewals.py sponsors.py team.py team_at_once.py transfers.py) \
	$(addprefix tests/graphql/test_,enroller_changes.py enrolment.py placement.py rights.py \
	roles.py teams.py)

# The scenarios on a host, told by the command that starts it; the results go into the table.
define scenarios
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	export MLM_FAULTS=1 MLM_FAULTS_FILE="$$folder/faults.json" && \
	export MLM_ERRORS_TABLE="$$folder/errors.md" RESULTS="$$folder/results.xml" && \
	$(1) -- sh -c '$(SCENARIOS) --junitxml="$$RESULTS"; code=$$?; \
		$(if $(KEEP),$(PYTHON) dev/hosts.py keep "$${SALEOR_VERSION:-sandbox}" "$$RESULTS";) exit $$code' && \
	diff docs/errors.md "$$folder/errors.md"
endef

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test check format lint types contracts test-unit test-genealogy \
	test-scenarios test-saleor compare-hosts record-walks walks-teeth record-traces upgrade-saleor upgrade-plugin hosts-table \
	test-browser theme-build theme-verify theme-pictures bench-checkout bench-engine bench-estimates bench-genealogy bench-network bench-placing prove prove-small mutants teeth digest lock clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 18

setup: ## .tools and .venv, from nothing
	@python3 dev/setup.py

demo: setup ## a store with a company and a storefront, until Ctrl-C (PORT, THEME_PORT, DEMO_ONCE=1)
	@$(THEME) build || echo "theme: the demonstration goes on without the storefront"
	@$(SANDBOX) demo --ports $(PORT) --theme $(THEME_PORT) $(if $(DEMO_ONCE),--once)

demo-reset: setup ## throw the demo's data away
	@$(SANDBOX) reset --db demo

test: check ## everything, on a fresh machine too

check: lint types contracts theme-verify ## the one command that says done
	@$(MAKE) --no-print-directory --jobs=2 test-unit test-scenarios

format: setup ## put the code into shape
	$(PYTHON) -m ruff check --fix-only --exit-zero --quiet .
	$(PYTHON) -m ruff format .

lint: setup ## shape and common faults
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .

types: setup ## mypy, strict
	$(PYTHON) -m mypy

contracts: setup ## which layer may import which
	.venv/bin/lint-imports --no-cache

test-unit: setup ## without a running store (PG=15: on Debian's PostgreSQL 15)
	$(PYTHON) -m pytest --ignore=tests/scenarios

test-genealogy: setup ## concurrency, as-of and privacy on PostgreSQL 18 (PG=15: on Debian's 15)
	$(PYTHON) -m pytest $(GENEALOGY)

test-scenarios: setup ## over HTTP, on a sandbox store of their own or on STORE_URL (KEEP=1: for the table)
ifdef STORE_URL
	$(SCENARIOS)
else
	$(call scenarios,$(SANDBOX) run --db scenarios --fresh --volatile --ports auto)
endif

test-saleor: setup ## the same on a real Saleor: SALEOR (source), SALEOR_PYTHON, DATABASE_URL (KEEP=1)
	$(call scenarios,$(SANDBOX) saleor)

record-traces: setup ## traces/ of a real Saleor: SALEOR, SALEOR_PYTHON, DATABASE_URL (a new store)
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	MLM_RECORDER_FILE="$$folder/hooks.jsonl" $(SANDBOX) saleor --eager -- \
	sh -c '$(PYTHON) -m mlm_recorder "$$STORE_URL" "traces/$$SALEOR_VERSION"'

upgrade-saleor: setup ## a store with our data to the next Saleor: SALEOR_NEXT, SALEOR_NEXT_PYTHON too
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	export MLM_FAULTS=1 MLM_FAULTS_FILE="$$folder/faults.json" && \
	$(SANDBOX) saleor -- $(PYTHON) tests/upgrades/saleor.py before "$$folder/seen.json" && \
	SALEOR="$(SALEOR_NEXT)" SALEOR_PYTHON="$(SALEOR_NEXT_PYTHON)" \
	$(SANDBOX) saleor -- $(PYTHON) tests/upgrades/saleor.py after "$$folder/seen.json"

upgrade-plugin: setup ## this plugin beside an older one, under orders: OLDER (a commit) and the three
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	git archive $(OLDER) saleor_mlm faults recorder setup.cfg pyproject.toml README.md LICENSE | \
	tar x -C "$$folder" && MLM_FAULTS=1 MLM_FAULTS_FILE="$$folder/faults.json" \
	$(PYTHON) tests/upgrades/plugin.py "$$folder"

compare-hosts: setup ## walks on the sandbox and a real 3.23: SEED=n, the three of test-saleor (WALKS=500)
	$(PYTHON) -W ignore -m walks compare "$(or $(SEED),$(error SEED=n is missing))" \
		--walks $(or $(WALKS),500)

record-walks: setup ## what a real Saleor 3.23 makes of walks/found: the three of test-saleor
	$(PYTHON) -W ignore -m walks record

walks-teeth: setup ## which faults of teeth/ walks find (about 5 minutes)
	$(PYTHON) -W ignore -m walks teeth

hosts-table: ## docs/hosts.md from the results that were kept
	$(PYTHON) dev/hosts.py table

theme-build: setup ## the storefront, ready to start; nothing to do when nothing changed
	$(THEME) build

theme-verify: setup ## the storefront's types, lint, unit tests and build
	$(THEME) verify

test-browser: setup ## the storefront in Chromium: on a sandbox, STORE_URL, or the three of test-saleor
	$(THEME) build
ifdef STORE_URL
	$(THEME) run e2e
else ifdef SALEOR
	USER_EMAIL_URL=$(MAILS) EMAIL_URL=$(MAILS) $(SANDBOX) saleor -- $(THEME) run e2e
else
	USER_EMAIL_URL=$(MAILS) EMAIL_URL=$(MAILS) $(SANDBOX) run --db browser --fresh --volatile --ports auto -- \
	sh -c '$(PYTHON) -m saleor_sandbox.demo load && $(THEME) run e2e'
endif

theme-pictures: ## test-browser, and docs/pictures/theme anew
	PICTURES=1 $(MAKE) test-browser

bench-checkout: setup ## what the plugin costs a checkout of the store at STORE_URL (a real Saleor)
	$(PYTHON) benchmarks/checkout.py

bench-engine: setup ## the engine at 0.1, 1 and 10 million people, beside its peers (PEOPLE="...", TIMES=5)
	$(UV) pip install --quiet --python $(PYTHON) duckdb==1.4.2
	$(PYTHON) -m benchmarks.engine $(if $(PEOPLE),--people $(PEOPLE)) --times $(or $(TIMES),5)

bench-estimates: setup ## an estimate of everybody's pay at PEOPLE="10000 1000000"
	$(PYTHON) -m benchmarks.estimates $(if $(PEOPLE),--people $(PEOPLE))

bench-genealogy: setup ## enrolling, reading and moving PEOPLE=1000000, beside peers, into docs/benchmarks.md
	$(UV) pip install --quiet --python $(PYTHON) django-treebeard==7.0.3 django-mptt==0.20.0
	$(PYTHON) -m benchmarks.genealogy --people $(or $(PEOPLE),1000000)

bench-placing: setup ## finding a slot and moving a team in a binary of PEOPLE=1000000 (TIMES=200)
	$(PYTHON) benchmarks/placing.py --people $(or $(PEOPLE),1000000) --times $(or $(TIMES),200)

bench-network: setup ## a network of PEOPLE=1000000 in from a file, again, and out (TREE=1, CUSTOMERS=1)
	$(PYTHON) -m benchmarks.network_files --people $(or $(PEOPLE),1000000) $(if $(TREE),--tree) \
		$(if $(CUSTOMERS),--create-customers)

prove: setup ## the engine against its twin on N=10000 random cases of SEED=1 (about 10 minutes)
	$(PYTHON) -m tests.proof $(or $(N),10000) $(or $(SEED),1)

prove-small: setup ## N=100000 of the smallest random cases of SEED=1, on one core (200 a second)
	$(PYTHON) -m tests.proof.small $(or $(N),100000) $(or $(SEED),1)

mutants: setup ## COUNT=400 small faults of the engine drawn with SEED=1: 95 % are noticed (an hour)
	$(PYTHON) dev/mutants.py $(or $(COUNT),400) $(or $(SEED),1)

teeth: setup ## prove that the tests bite: each fault in teeth/ has to be caught (about 3 minutes)
	$(THEME) run generate
	$(PYTHON) dev/teeth.py

digest: setup ## contract/: what each version of Saleor says, from a clone (CLONE=.../saleor/.git)
	$(PYTHON) dev/contract.py --saleor "$(CLONE)"

lock: setup ## take the newest versions that Saleor 3.23 allows
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes \
		--no-emit-index-url --no-header --constraints dev/saleor-3.23.txt \
		--output-file requirements.lock setup.cfg sandbox/setup.cfg dev/requirements.in
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.8 --generate-hashes \
		--no-emit-index-url --no-header --output-file dev/tools.lock dev/tools.in

clean: ## remove what setup and the tests made (not the demo's data: demo-reset)
	rm -rf .tools .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf storefront_theme/node_modules storefront_theme/.next
