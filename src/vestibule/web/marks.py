"""The shapes of states: with a word beside them, in the colour of that word."""

from __future__ import annotations

from vestibule.inform.figures import marks
from vestibule.inform.markup import Html, tag

_DISC = "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z"
_BOX = "M1 1h10v10H1z"


def _line(d: str, *, dashed: bool = False) -> Html:
    return tag(
        "path",
        d=d,
        fill="none",
        stroke="currentColor",
        stroke_width=1.7,
        stroke_dasharray="2 1.6" if dashed else None,
    )


def _full(d: str) -> Html:
    return tag("path", d=d, fill="currentColor")


SHAPES: dict[str, tuple[Html, ...]] = {
    "disc": (_full(_DISC),),
    "half": (_line(_DISC), _full("M6 1a5 5 0 0 0 0 10z")),
    "ring": (_line(_DISC),),
    "planned": (_line(_DISC, dashed=True),),
    "triangle": (_full("M6 .9 11.6 10.9H.4z"),),
    "diamond": (_full("M6 .4 11.6 6 6 11.6 .4 6z"),),
    "barred": (_line(_DISC), _line("M2.6 9.4 9.4 2.6")),
    "square": (_full(_BOX),),
    "half-square": (_line(_BOX), _full("M1 11V1h10z")),
    "box": (_line(_BOX),),
    "hatched": (_line(_BOX), _line("M1.4 7.6 7.6 1.4M4.4 10.6 10.6 4.4")),
}
"""Shape to its strokes, in a 12 x 12 box."""

STATES: dict[str, tuple[str, str]] = {
    "enough": ("disc", "enough"),
    "done": ("disc", "enough"),
    "passed": ("disc", "enough"),
    "confirmed": ("disc", "enough"),
    "agreed": ("disc", "enough"),
    "few": ("half", "few"),
    "running": ("half", "few"),
    "waiting": ("half", "few"),
    "amended": ("half", "few"),
    "fragile": ("half", "few"),
    "draft": ("half", "few"),
    "nobody": ("ring", "nobody"),
    "missing": ("ring", "nobody"),
    "planned": ("planned", "nobody"),
    "late": ("triangle", "late"),
    "stopped": ("triangle", "late"),
    "failed": ("triangle", "late"),
    "refused": ("triangle", "late"),
    "contested": ("diamond", "contested"),
    "differs": ("diamond", "contested"),
    "rejected": ("barred", "off"),
    "not_yet": ("barred", "nobody"),
    "suspended": ("barred", "off"),
    "outside": ("barred", "off"),
    "answered": ("square", "enough"),
    "told": ("half-square", "enough"),
    "due": ("box", "off"),
    "deferred": ("hatched", "off"),
    "hidden": ("hatched", "off"),
    "unknown": ("hatched", "off"),
}
"""State to its shape and the class that colours it; its word is `web.states.<state>`."""


def shape(name: str) -> Html:
    """Return a shape; its ink is that of the text around it."""
    return marks.svg(*SHAPES[name])


def mark(state: str) -> Html:
    """Return the mark of a state, without its word."""
    drawn, colour = STATES[state]
    return marks.svg(*SHAPES[drawn], class_=f"mk {colour}")


def state(name: str, word: str) -> Html:
    """Return a state as people read it: the mark and the word."""
    drawn, colour = STATES[name]
    return tag(
        "span",
        shape(drawn),
        tag("span", word, class_="word"),
        class_=f"st {colour}",
    )
