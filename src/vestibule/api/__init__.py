"""How does one work with a dossier in Python? The nouns of the field over the rooms.

Results are frozen, tell how they were made, and show themselves in a notebook.
"""
