"""Thematic processes: local conflict cases, shared resources, projects."""

from __future__ import annotations

from vestibule.dossier.schema import Table, day, integer, number, ref, term, terms, text

CASES = Table(
    name="cases",
    doc="A local conflict or justice journey, without names.",
    own=(
        text("key", "secret"),
        ref("places", name="place", null=True, mark="personal"),
        text("kind", "public"),
        text("parties", "personal", null=True, doc="profile keys, space separated"),
        terms(
            "paths", "personal", "family customary religious mediator police court none"
        ),
        integer("impartiality", "personal", "score", null=True, low=1, high=5),
        day("opened_on", "secret"),
        day("closed_on", "secret", doc="missing: still open"),
        term(
            "outcome", "public", "agreement judgment breach abandoned open", null=True
        ),
    ),
)

RESOURCES = Table(
    name="resources",
    doc="Water, pasture, corridor, field, fishing ground; never an exact point.",
    own=(
        text("key", "secret"),
        text("kind", "public"),
        ref("places", name="place", null=True, mark="personal"),
        text("months", "personal", null=True, doc="1 to 12, space separated"),
    ),
)

USES = Table(
    name="uses",
    doc="Who uses a resource, when, by which rule.",
    own=(
        ref("resources", cascade=True),
        ref("profiles", name="profile", null=True, mark="personal"),
        text("months", "personal", null=True),
        text("rule", "personal", null=True),
        number("share", "personal", "share", null=True, low=0, high=1),
    ),
)

PROJECTS = Table(
    name="projects",
    doc="A programme whose effect on the conflict is examined.",
    own=(
        text("key", "public"),
        text("name", "public"),
        ref("places", name="place", null=True, mark="personal"),
        text("owner", "public", null=True),
        ref("findings", name="finding", null=True, mark="public"),
        day("begins_on", "public"),
        day("ends_on", "public"),
    ),
)

ALL = (CASES, RESOURCES, USES, PROJECTS)
