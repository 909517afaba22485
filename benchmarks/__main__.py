"""Measure everything; `make bench` runs this."""

from benchmarks import crowd, dossier, ground, opinions

crowd.main()
dossier.main([])
opinions.main(["--peer"])
ground.main(["--replicates", "10", "--intervals", "25"])
