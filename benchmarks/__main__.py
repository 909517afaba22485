"""Measure everything; `make bench` runs this."""

from benchmarks import crowd, dossier, opinions

crowd.main()
dossier.main([])
opinions.main(["--peer"])
