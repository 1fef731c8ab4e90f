# `make` alone prints what there is to do.
SECONDS ?= 60

.PHONY: help setup build test fmt fuzz bench soak dist clean

help:
	@echo 'make setup   install the Debian packages that the tests need (as root; else prints how)'
	@echo 'make build   build what ./redoubt runs'
	@echo 'make test    everything a change must pass: format, compile, tests, scripts, the release'
	@echo 'make fmt     format the Java code'
	@echo 'make fuzz    fuzz every parser of outside input, each for SECONDS=60'
	@echo 'make bench   run the benchmarks'
	@echo 'make soak    what takes too long for make test: hundreds of kill -9, testssl.sh as a second oracle'
	@echo 'make dist    dist/: tarball with its own runtime, SHA256SUMS, SBOM'
	@echo 'make clean   remove what was built'

setup:
	@scripts/setup.sh

build:
	@./redoubt --version

test:
	@scripts/test.sh

fmt:
	@scripts/mvn.sh -q spotless:apply

fuzz:
	@scripts/fuzz.sh $(SECONDS)

bench:
	@scripts/bench.sh

soak:
	@scripts/soak.sh

dist:
	@scripts/dist.sh

clean:
	@scripts/mvn.sh -q clean
	@rm -rf dist
