"""What would a share be in the population, and may that be said at all?

Weights from a declared sampling design, with gatherings as clusters; weighted and
unweighted side by side; and refusals where no design carries a percentage.
"""

from vestibule.understand.weights.declared import NoShares, Shares, shares, told
from vestibule.understand.weights.estimates import weighted
from vestibule.understand.weights.people import of_dossier
from vestibule.understand.weights.result import LIMITS, WeightedResult, whole_range
from vestibule.understand.weights.sampling import (
    EmptyStratum,
    Margin,
    NoPopulation,
    OneGathering,
    PurposiveSample,
    SamplingDesign,
)

__all__ = [
    "LIMITS",
    "EmptyStratum",
    "Margin",
    "NoPopulation",
    "NoShares",
    "OneGathering",
    "PurposiveSample",
    "SamplingDesign",
    "Shares",
    "WeightedResult",
    "of_dossier",
    "shares",
    "told",
    "weighted",
    "whole_range",
]
