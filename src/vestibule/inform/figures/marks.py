"""The marks of all figures: small SVG without text, which survive a photocopier.

Solid, outline and hatched differ in black and white; each mark carries its own
`fill` and `stroke`, because PDF engines do not apply a page's sheet inside SVG.
"""

from __future__ import annotations

from vestibule.inform.markup import Html, tag

PAPER, INK, LINE, LINE_2 = "#fffdf8", "#1f2430", "#e4dccb", "#8c8472"
INDIGO, TERRACOTTA, CLAY = "#173f73", "#b5471b", "#d07a2a"
GREEN, PLUM, OCHRE = "#1f6b4a", "#7a2f6b", "#8a6100"

HATCH = "M1.6 6.6 6.6 1.6M3.2 9.4 9.4 3.2M6 11 11 6"
"""Three strokes across a 12 x 12 box."""

SHAPES = ("circle", "square", "diamond", "triangle", "hexagon")
"""Groups of a comparison, in order: a letterless shape each, never a colour alone."""

SHAPE_PATHS = {
    "circle": "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",
    "square": "M1.5 1.5h9v9h-9z",
    "diamond": "M6 .4 11.6 6 6 11.6 .4 6z",
    "triangle": "M6 .9 11.6 10.9H.4z",
    "hexagon": "M3.2 1h5.6L11.6 6 8.8 11H3.2L.4 6z",
}

SHAPE_INKS = {
    "circle": (INDIGO, INDIGO, None),
    "square": (PAPER, INK, None),
    "diamond": (PAPER, INK, TERRACOTTA),
    "triangle": (INK, INK, None),
    "hexagon": (PAPER, PLUM, None),
}
"""Shape to fill, stroke, hatching."""


def svg(*pieces: Html, box: str = "0 0 12 12", class_: str = "mk") -> Html:
    """Return a small drawing that screen readers pass over: words stand beside it."""
    return tag("svg", *pieces, viewBox=box, class_=class_, aria_hidden="true")


def path(d: str, *, fill: str = "none", stroke: str = "none", width: float = 0) -> Html:
    """Return a path that carries its own inks."""
    return tag("path", d=d, fill=fill, stroke=stroke, stroke_width=width or None)


def dot(fill: str, stroke: str, width: float = 1.4) -> Html:
    """Return a round mark."""
    return tag("circle", cx=6, cy=6, r=5, fill=fill, stroke=stroke, stroke_width=width)


def state(name: str) -> Html:
    """Return the mark of a state: enough, few, nobody, hidden, outside."""
    half = "M6 1a5 5 0 0 0 0 10z"
    drawn = {
        "enough": (dot(INK, INK),),
        "few": (dot(PAPER, INK), path(half, fill=INK)),
        "nobody": (dot(PAPER, TERRACOTTA, 1.7),),
        "hidden": (
            path("M1 1h10v10H1z", fill=PAPER, stroke=INK, width=1.2),
            path(
                "M1.4 7.6 7.6 1.4M2.4 10.6 10.6 2.4M6 10.8 10.8 6", stroke=INK, width=1
            ),
        ),
        "outside": (path("M3 6h6", stroke=LINE_2, width=1.5),),
    }
    return svg(*drawn[name])


def outcome(name: str) -> Html:
    """Return the mark of a validation: confirmed, amended, rejected, none."""
    square = "M1 1h10v10H1z"
    drawn = {
        "confirmed": (
            path(square, fill=INK, stroke=INK, width=1.2),
            path("M3 6.2 5.2 8.5 9.2 3.7", stroke=PAPER, width=1.7),
        ),
        "amended": (
            path(square, fill=PAPER, stroke=INK, width=1.2),
            path("M1 1h10L1 11z", fill=INK),
        ),
        "rejected": (
            path(SHAPE_PATHS["diamond"], fill=PAPER, stroke=PLUM, width=1.4),
            path("M3.6 8.4 8.4 3.6", stroke=PLUM, width=1.4),
        ),
        "asked": (dot(PAPER, INK),),
        "none": (dot(PAPER, TERRACOTTA, 1.7),),
    }
    return svg(*drawn[name])


def group(position: int) -> Html:
    """Return the shape of a group of a comparison, by its position from 0."""
    return svg(*group_paths(position))


def group_paths(position: int) -> tuple[Html, ...]:
    """Return the paths of a group's shape in a 12 x 12 box."""
    name = SHAPES[position % len(SHAPES)]
    fill, stroke, hatch = SHAPE_INKS[name]
    outline = path(SHAPE_PATHS[name], fill=fill, stroke=stroke, width=1.4)
    if hatch is None:
        return (outline,)
    return (outline, path("M3.4 7.4 7.4 3.4M4.8 9 9 4.8", stroke=hatch, width=1.2))


def person(answer: str) -> Html:
    """Return one little person: agree solid, pass outlined, disagree hatched."""
    return svg(*people_paths([(0.0, 0.0)], answer), box="-1 0 10 14", class_="mk tall")


HEAD = "m4 .6a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 1 0 0-4.6z"
BODY = "m-3.2 12.4v-4a3.2 3.2 0 0 1 6.4 0v4z"
SLASHES = "m1.4 11.4 3.4-3.4m-1 4.2 3-3m-5.4-.6 2.4-2.4"


def people_paths(spots: list[tuple[float, float]], answer: str) -> tuple[Html, ...]:
    """Return people who gave one answer, drawn as one path.

    Parameters
    ----------
    spots : list of (float, float)
        The upper start of each person's box, 8 wide and 13 high.
    answer : str
        ``agree``, ``passed``, ``disagree`` or ``hidden``.

    Returns
    -------
    tuple of Html
        Paths; none for nobody.
    """
    if not spots:
        return ()
    figure = "".join(f"M{x:g} {y:g}{HEAD}M{x + 4:g} {y:g}{BODY}" for x, y in spots)
    if answer == "agree":
        return (path(figure, fill=INDIGO, stroke=INDIGO, width=0.8),)
    outline = path(
        figure, fill=PAPER, stroke=INK if answer == "disagree" else LINE_2, width=0.9
    )
    if answer != "disagree":
        return (outline,)
    lines = "".join(f"M{x:g} {y:g}{SLASHES}" for x, y in spots)
    return (outline, path(lines, stroke=CLAY, width=1.3))


def arch(*, filled: bool) -> Html:
    """Return a small door, solid or outlined."""
    d = "M1 19V8a7 7 0 0 1 14 0v11z"
    inside = "currentColor" if filled else "none"
    return svg(
        path(d, fill=inside, stroke="currentColor", width=2),
        box="0 0 16 20",
        class_="mk door-mk",
    )


def crossing() -> Html:
    """Return two orders that cross: what is said most, what is wanted first."""
    ends = [
        tag(
            "circle",
            cx=x,
            cy=y,
            r=3.6,
            fill=PAPER if x != y else INDIGO,
            stroke=INK if x != y else INDIGO,
            stroke_width=1.8,
        )
        for x, y in ((7, 7), (7, 25), (25, 7), (25, 25))
    ]
    lines = (
        path("M7 25 25 7", stroke=LINE_2, width=2),
        path("M7 7 25 25", stroke=INDIGO, width=3.4),
    )
    return svg(*lines, *ends, box="0 0 32 32", class_="mk big-mk")


def meeting() -> Html:
    """Return three groups that meet: a circle, a square, a diamond."""
    return svg(
        path("M16 4a5 5 0 1 0 0 10a5 5 0 1 0 0-10z", fill=INDIGO),
        path("M4 17h9v9H4z", fill=PAPER, stroke=INK, width=2),
        path("M24 15.5 30 21.5 24 27.5 18 21.5z", fill=PAPER, stroke=INK, width=1.6),
        path("M21 23.5 26 18.5M23 25.8 28.2 20.6", stroke=TERRACOTTA, width=1.4),
        box="0 0 32 32",
        class_="mk big-mk",
    )


def waiting() -> Html:
    """Return a door that waits for its answer."""
    rings = "".join(f"M{x - 2} 14a2 2 0 1 0 4 0a2 2 0 1 0-4 0z" for x in (11, 16, 21))
    full = "".join(f"M{x - 2} 24a2 2 0 1 0 4 0a2 2 0 1 0-4 0z" for x in (11, 16, 21))
    return svg(
        path("M5 29V13a11 11 0 0 1 22 0v16", stroke=TERRACOTTA, width=2.2),
        path("M3 29.5h26", stroke=TERRACOTTA, width=3),
        path(rings, fill=PAPER, stroke=TERRACOTTA, width=1.2),
        path(full, fill=INK),
        box="0 0 32 32",
        class_="mk big-mk",
    )
