"""What do we hold, since when, and is it whole? The records of one process.

Schemas, conform, packages, cuts, merging, withdrawals, hashes, the process.
Every input becomes a dossier, every analysis reads one.
"""
