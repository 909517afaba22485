"""What was asked, what was promised, and what came of it?

Action groups, recommendations, commitments, verifications, restitution due.
"""
