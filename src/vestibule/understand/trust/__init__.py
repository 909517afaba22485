"""What people answer when they are asked again: trust, and everyday signs of peace."""

from vestibule.understand.trust.result import TrustResult, TrustSettings
from vestibule.understand.trust.series import trust

__all__ = ["TrustResult", "TrustSettings", "trust"]
