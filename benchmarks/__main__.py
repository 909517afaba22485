"""Measure everything; `make bench` runs this."""

from benchmarks import dossier, opinions

dossier.main([])
opinions.main(["--peer"])
