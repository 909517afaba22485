"""Who should be heard, who has been, and who is missing?

The population as context, the targets as the measure, coverage and its gaps.
"""
