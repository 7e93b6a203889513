# Suyuan: everything by name. `make` alone lists the targets.
SHELL := /bin/bash
BIN := $(CURDIR)/node_modules/.bin
export PATH := $(BIN):$(PATH)

.PHONY: help run test check bench chaos mutants up down clean

help: ## lists the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

# Installed once per lock file; npm writes its own copy of it when it is done.
node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

run: node_modules/.package-lock.json ## starts the whole system on http://127.0.0.1:8080 with its data in ./data; SAMPLE=0 leaves it empty
	@exec node services/cli/main.ts serve

test: node_modules/.package-lock.json ## everything that can be tested here; the last line counts what ran
	@vitest run --config tests/vitest.config.ts

check: node_modules/.package-lock.json ## format, lint, types, architecture and unit tests: before each commit
	oxfmt --check services tests
	oxlint --type-aware --deny-warnings services tests
	tsc --noEmit
	vitest run --config tests/vitest.config.ts --project unit

bench: node_modules/.package-lock.json ## the measures, as ratios of one run; SCALE=small|medium|large
	@node tests/bench/main.ts

chaos: node_modules/.package-lock.json ## kills and faults on all servers, 10 minutes at most; MINUTES=n for longer, SEED=s to repeat
	@node tests/chaos/main.ts

mutants: node_modules/.package-lock.json ## built-in faults that the tests must find
	@node tests/mutants/main.ts

up: ## Kafka, EventStoreDB, PostgreSQL, a schema registry and every service in containers; passwords are made once
	@infra/make-secrets.sh
	docker compose -f infra/compose.yaml up -d --build --wait

down: ## stops them; their data stays
	docker compose -f infra/compose.yaml down

clean: ## removes what was installed and the sample data
	rm -rf node_modules data bench.json
