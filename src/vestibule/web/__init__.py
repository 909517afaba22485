"""Where do people meet the records together? The site, its two doors and workshop.

One app remembers (`records`), one per room shows.
"""
