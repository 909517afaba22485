"""Which record follows from which? The chain, as declared references.

Votes, tallies and showings are no part of it: nobody's answers are traced.
"""

from __future__ import annotations

from dataclasses import dataclass

STAGES = (
    "gatherings", "voices", "excerpts", "codings", "codes", "claims", "factors",
    "statements", "supports", "findings", "validations", "priorities", "groups",
    "recommendations", "actions", "responses", "commitments", "verifications",
    "obligations", "restitutions",
)  # fmt: skip
"""The tables of the chain, in its order."""

SHOWN: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "gatherings": (None, ("kind",)),
    "voices": (None, ()),
    "excerpts": (None, ()),
    "codings": (None, ()),
    "codes": ("name", ("key",)),
    "claims": (None, ("direction",)),
    "factors": ("name", ()),
    "statements": ("words", ("key",)),
    "supports": (None, ("stance",)),
    "findings": ("words", ("key",)),
    "validations": (None, ("outcome",)),
    "priorities": (None, ("rank",)),
    "groups": ("name", ("key",)),
    "recommendations": ("words", ("key", "addressee")),
    "actions": ("words", ("key", "state")),
    "responses": ("words", ("answer",)),
    "commitments": ("words", ("key", "owner")),
    "verifications": (None, ("side", "state")),
    "obligations": (None, ()),
    "restitutions": (None, ("medium",)),
}
"""What of a record is told: its words, and what marks it. Public columns only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A step of the chain: rows of `down` follow from rows of `up` of equal value.

    Parameters
    ----------
    up, down : str
        Tables.
    key : str
        Column of `up`.
    to : str
        Column of `down`.
    """

    up: str
    down: str
    to: str
    key: str = "id"


def _links(up: str, **downs: str) -> tuple[Link, ...]:
    return tuple(Link(up=up, down=down, to=to) for down, to in downs.items())


def _into(up: str, key: str, down: str) -> Link:
    """Return the step from a record to the one it points to."""
    return Link(up=up, key=key, down=down, to="id")


def _alike(up: str, *downs: str) -> tuple[Link, ...]:
    """Return the steps from what was said of a finding to what was made of it."""
    return tuple(Link(up=up, key="finding", down=down, to="finding") for down in downs)


LINKS: tuple[Link, ...] = (
    *_links(
        "gatherings",
        voices="gathering", excerpts="gathering", claims="gathering",
        statements="gathering", validations="gathering", priorities="gathering",
        recommendations="gathering", verifications="gathering", obligations="gathering",
    ),
    *_links("voices", excerpts="voice", claims="voice"),
    *_links("excerpts", codings="excerpt", claims="excerpt", supports="excerpt"),
    _into("codings", "code", "codes"),
    _into("codes", "parent", "codes"),  # naming a part names the whole
    *_links("codes", supports="code", findings="code"),
    _into("claims", "cause", "factors"),
    _into("claims", "effect", "factors"),
    *_links("claims", supports="claim", actions="claim"),
    _into("factors", "finding", "findings"),
    *_links("statements", supports="statement"),
    _into("supports", "finding", "findings"),
    *_links(
        "findings",
        findings="parent",  # a proposal answers the obstacle
        validations="finding", priorities="finding", groups="finding",
        recommendations="finding", actions="finding",
    ),
    *_alike("validations", "priorities", "recommendations", "actions"),
    *_alike("priorities", "recommendations", "actions"),
    *_links("groups", actions="group"),
    *_links("recommendations", responses="recommendation"),
    *_links("responses", commitments="response"),
    *_links("actions", commitments="action"),
    *_links("commitments", verifications="commitment"),
    *_links("obligations", restitutions="obligation"),
)  # fmt: skip
"""Every step. What a gathering is owed follows from the gathering itself."""
