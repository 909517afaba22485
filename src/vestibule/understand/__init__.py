"""What did people say, how widely is it shared, and how sure can we be?

Opinions, themes, the system map and trust: each a pure function of a dossier.
"""
