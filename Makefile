# Everything is in the launcher, bin/evu; these are short names for it.
# Options go through ARGS: make demo ARGS="--port 8123", make test ARGS="-k funding".
PYTHON ?= python3
ARGS ?=
EVU = @command -v $(PYTHON) >/dev/null || { \
	echo "evu: $(PYTHON) was not found: install Python 3.11 or newer" >&2; exit 1; }; \
	exec $(PYTHON) bin/evu

.PHONY: help demo test check bench soak servers

help:
	@echo "make demo     a working site with demo data on this machine; Ctrl-C stops it"
	@echo "make test     every check and test"
	@echo "make check    the static checks alone"
	@echo "make bench    how fast it is"
	@echo "make soak     the long tests that 'make test' leaves out"
	@echo "make servers  PostgreSQL and Valkey, for running pytest by hand"

demo:
	$(EVU) demo $(ARGS)

test:
	$(EVU) test $(ARGS)

check:
	$(EVU) check

bench:
	$(EVU) bench $(ARGS)

soak:
	$(EVU) test -m soak -n 0 $(ARGS)

servers:
	$(EVU) servers $(ARGS)
