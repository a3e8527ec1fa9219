# What to run is in README.md; how it works is in CONTRIBUTING.md.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export CGO_ENABLED := 0
# The laws draw the same cases in every run, so that a red run is the change's doing; "make laws" draws new ones.
export RAPID_SEED ?= 20260901

BIN := bin/commonshelf
CACHE := .cache
PORT ?= 8080
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X main.version=$(VERSION)
RACE := ./internal/db ./internal/index ./internal/notice ./internal/block/... ./internal/fold ./internal/grade ./internal/id ./internal/lang ./internal/prose ./internal/proto/...

.PHONY: help run dev build generate test check race laws bench clean

help: ## say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## serve the demonstration district on http://localhost:8080; PORT=8081 for another port
	@exec $(BIN) serve --demo --fresh --listen 127.0.0.1:$(PORT) --base-url http://localhost:$(PORT) --data $(CACHE)/demo-$(PORT)

dev: generate ## the same, and build anew when a file changes
	@PORT=$(PORT) go run ./scripts/dev

build: generate ## make bin/commonshelf
	@go build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN) ./cmd/commonshelf

generate: $(CACHE)/npm.stamp $(CACHE)/templ.stamp ## make what is not committed: pages from templates, styles and scripts
	@go tool templ generate -lazy -path internal -log-level error
	@go run ./web/build

$(CACHE)/templ.stamp: go.mod # another templ may write other pages from the same templates
	@mkdir -p $(CACHE)
	@go tool templ generate -path internal -log-level error
	@touch $@

$(CACHE)/npm.stamp: web/package-lock.json
	@mkdir -p $(CACHE)
	@command -v npm >/dev/null || { echo "npm is missing: install Node.js 20 or newer (https://nodejs.org), then run make again"; exit 1; }
	cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

test: generate $(CACHE)/system.stamp ## run every test, on both databases and in the browser
	go test -timeout 20m ./...

$(CACHE)/system.stamp: scripts/install
	@mkdir -p $(CACHE)
	scripts/install
	@touch $@

check: generate race ## formatting, vet, staticcheck, race detector, arrows between packages
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "not formatted:"; echo "$$unformatted"; exit 1; }
	go vet ./...
	cd tools && go build -o ../$(CACHE)/bin/staticcheck honnef.co/go/tools/cmd/staticcheck
	$(CACHE)/bin/staticcheck ./...
	go test -run 'TestArrows|TestArchitecture' .

race: generate $(CACHE)/system.stamp
	CGO_ENABLED=1 go test -race -timeout 20m $(RACE)

LAWS := $(shell git grep -l pgregory.net/rapid -- '*_test.go' | xargs -n1 dirname | sort -u | sed 's|^|./|')

laws: generate $(CACHE)/system.stamp ## look for cases that break a law: new ones each time, twenty times as many
	RAPID_SEED=0 RAPID_CHECKS=2000 go test -count 1 -timeout 60m $(LAWS)

bench: build ## measure what design.md promises, in one run
	go run ./bench

clean: ## remove everything that was made
	rm -rf bin $(CACHE) web/node_modules tools/node_modules
	find web/dist -type f ! -name .keep -delete
	find internal -name '*_templ.go' -delete
