"""Measure everything; `make bench` runs this."""

from benchmarks import crowd, dossier, engine, opinions

crowd.main()
dossier.main([])
opinions.main(["--peer"])
engine.main([])
