# Minh Bạch. `make help` lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null)
LDFLAGS := -s -w -X minhbach/internal/cli.Version=$(VERSION)
LISTEN ?= 127.0.0.1:8080

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

# The table engine needs a C compiler. Without one the portal is built all the same,
# and datasets can be read and downloaded but not queried.
CGO ?= $(shell command -v cc >/dev/null 2>&1 && echo 1 || echo 0)

.PHONY: build
build: ## the binary bin/minhbach; with a C compiler it has the table engine
	@if [ "$(CGO)" = 0 ]; then echo "no C compiler (cc) found: building without the table engine; install gcc for the whole of it" >&2; fi
	CGO_ENABLED=$(CGO) go build -trimpath -ldflags '$(LDFLAGS)' -o bin/minhbach .

.PHONY: demo
demo: build ## a populated portal on this machine; LISTEN=HOST:PORT to choose where
	./bin/minhbach demo --listen $(LISTEN)

.PHONY: tools
tools: ## install what the tests need where it is missing
	@tools/test-tools.sh

.PHONY: test
test: tools vet ## everything: vet, staticcheck, all tests with the race detector
	CGO_ENABLED=1 go test -race -timeout 40m ./...

.PHONY: vet
vet: ## vet, staticcheck and formatting
	go vet ./...
	go tool staticcheck ./...
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then echo "run gofmt on: $$unformatted"; exit 1; fi

.PHONY: quick
quick: ## tests without the race detector and without the browser
	MINHBACH_SKIP_BROWSER=1 go test ./...

.PHONY: bench
bench: ## benchmarks of the log and its server, the read models, the tables and the search
	go test -run '^$$' -bench . -benchtime 2s ./eventstore/sqlite ./eventstore/esdbserver ./projections/... ./analytics/... ./opendata/...

.PHONY: golden
golden: ## write golden files anew; look at the difference before you commit it
	go test ./api ./internal/node ./domain/publication $$(grep -rlE 'flag.Bool\("update"|golden.Compare' --include='*_test.go' opendata | xargs -n1 dirname | sort -u | sed 's,^,./,') -update

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME (default 10s) each
	@for p in $$(go list ./...); do for f in $$(go test -list '^Fuzz' $$p | grep ^Fuzz); do \
	  echo "$$p $$f"; go test -run '^$$' -fuzz "^$$f\$$" -fuzztime $${FUZZTIME:-10s} $$p || exit 1; done; done

.PHONY: clean
clean: ## remove what was built
	rm -rf bin
