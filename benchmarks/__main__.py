"""Measure everything; `make bench` runs this."""

from benchmarks import (
    asking,
    audit_chain,
    crowd,
    dossier,
    editions,
    engine,
    ground,
    held_out,
    lists,
    lotteries,
    maps,
    opinions,
    positions,
    site,
    site_size,
)

crowd.main()
dossier.main([])
editions.main([])
opinions.main(["--peer"])
engine.main([])
ground.main(["--replicates", "10", "--intervals", "25"])
lists.main([])
lotteries.main([])
maps.main([])
held_out.main([])
positions.main([])
asking.main([])
site_size.main([])
audit_chain.main([])
site.main([])  # last: it ends with 1 where the site falls short
