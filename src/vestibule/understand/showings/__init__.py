"""Which statements should be put to whom next, and with which probability?

What is asked next decides what can be known: the statements whose answers are expected
to tell most about claims of common ground that are still open, in the groups heard
least; and every other statement now and then.
"""

from __future__ import annotations

from vestibule.understand.showings.asking import next_statements
from vestibule.understand.showings.limits import LIMITS
from vestibule.understand.showings.recording import record
from vestibule.understand.showings.result import NextStatements
from vestibule.understand.showings.settings import ShowingSettings
from vestibule.understand.showings.state import State, state
from vestibule.understand.showings.whom import (
    Whom,
    of_gathering,
    of_person,
    speaking_from,
)

__all__ = [
    "LIMITS",
    "NextStatements",
    "ShowingSettings",
    "State",
    "Whom",
    "next_statements",
    "of_gathering",
    "of_person",
    "record",
    "speaking_from",
    "state",
]
