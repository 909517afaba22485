"""Action research groups: what they suppose, see and conclude."""

from __future__ import annotations

from vestibule.dossier.tables import groups
from vestibule.web.records.record import Record


class Group(Record):
    """People who work together on one theme of the map."""

    TABLE = groups.GROUPS


class Hypothesis(Record):
    """If, then, because: with the sign by which it would be seen."""

    TABLE = groups.HYPOTHESES


class Observation(Record):
    """Something seen that confirms or refutes a hypothesis."""

    TABLE = groups.OBSERVATIONS


class Reflection(Record):
    """What a group concluded when it looked back."""

    TABLE = groups.REFLECTIONS
