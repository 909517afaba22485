"""What may be shown, to whom, without pointing at anyone?

Consent, sensitivity, the clearing of numbers and quotes: the floor of every figure.
"""
