"""Measure everything; `make bench` runs this."""

from benchmarks import opinions

opinions.main(["--peer"])
