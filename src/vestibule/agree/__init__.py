"""What do people decide together, and who objects?

Findings, validation rounds, ballots and their rules, representative lists.
"""
