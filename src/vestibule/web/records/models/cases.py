"""Thematic processes: local conflict cases, shared resources, projects."""

from __future__ import annotations

from vestibule.dossier.tables import cases
from vestibule.web.records.record import Record


class Case(Record):
    """A local conflict or justice journey, without names."""

    TABLE = cases.CASES


class Resource(Record):
    """Water, pasture, corridor, field, fishing ground; never an exact point."""

    TABLE = cases.RESOURCES


class Use(Record):
    """Who uses a resource, when, by which rule."""

    TABLE = cases.USES


class Project(Record):
    """A programme whose effect on the conflict is examined."""

    TABLE = cases.PROJECTS
