"""Which marks let people check a finding? One module a kind of figure."""
