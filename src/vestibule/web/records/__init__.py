"""What does the site remember? The dossier's tables in a database, and no more rules.

The only app with models: fields and constraints are made from the dossier's schemas.
"""
