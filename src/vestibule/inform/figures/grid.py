"""Who has not been heard yet: a mark for each place and profile (G3)."""

from __future__ import annotations

from vestibule.inform.figures import marks
from vestibule.inform.figures.figure import Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, say, tag
from vestibule.inform.material import Grid, State

STATES: tuple[State, ...] = ("enough", "few", "nobody", "hidden", "outside")
"""In the order of the reading."""

NARROW = 6
"""Above this many profiles, their names stand upright on every screen."""


def draw(setting: Setting, number: int, grid: Grid) -> Figure:
    """Return the coverage grid.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    grid : Grid
        A state for each place and profile: words, never a number.

    Returns
    -------
    Figure
        Absence is drawn: nobody, fewer than planned, not shown and not in the frame
        differ.
    """
    words = setting.words
    headline, says = _headline(setting, grid)
    return Figure(
        kind="grid",
        number=number,
        lang=words.lang,
        headline=headline,
        says=says,
        how_to_read=_how(setting, grid),
        body=_table(setting, grid),
        base=words("figures.grid.base", n=grid.enough, people=grid.people),
        source=setting.source("gatherings"),
        caveat=words("figures.grid.limit"),
        spoken=words("figures.grid.spoken") + f" {says}",
        header=(
            words("figures.heard.place"),
            *(setting.name(name) for name in grid.profiles),
        ),
        rows=tuple(
            (
                setting.name(place),
                *(words(f"figures.grid.states.{state}") for state in states),
            )
            for place, states in zip(grid.places, grid.states, strict=True)
        ),
        fictitious=setting.fictitious,
    )


def gaps(setting: Setting, grid: Grid) -> tuple[list[str], list[str]]:
    """Return places where nobody was heard at all, and profiles missing elsewhere."""
    silent: list[str] = []
    missing: list[str] = []
    for place, states in zip(grid.places, grid.states, strict=True):
        if place in grid.silent:
            silent.append(setting.name(place))
            continue
        missing += [
            setting.words(
                "figures.grid.pair",
                profile=setting.name(profile),
                place=setting.name(place),
            )
            for profile, state in zip(grid.profiles, states, strict=True)
            if state == "nobody"
        ]
    return silent, missing


def _headline(setting: Setting, grid: Grid) -> tuple[str, str]:
    words = setting.words
    silent, missing = gaps(setting, grid)
    nowhere = _nowhere(setting, grid)
    if nowhere:
        headline = words(
            "figures.grid.nowhere", n=len(nowhere), names=words.some(nowhere)
        )
    elif silent:
        headline = words("figures.grid.silent", n=len(silent), names=words.some(silent))
    elif missing:
        headline = words(
            "figures.grid.missing", n=len(missing), names=words.some(missing, 2)
        )
    else:
        states = {state for row in grid.states for state in row}
        is_complete = states <= {"enough", "outside"}
        return words(f"figures.grid.{'complete' if is_complete else 'partly'}"), ""
    if nowhere and silent:
        return headline, words(
            "figures.grid.silent", n=len(silent), names=words.some(silent)
        )
    says = words("figures.grid.says", names=words.some(missing, 3)) if missing else ""
    return headline, says


def _nowhere(setting: Setting, grid: Grid) -> list[str]:
    """Return profiles that were heard in no place at all."""
    columns = zip(*grid.states, strict=True)
    return [
        setting.name(profile)
        for profile, states in zip(grid.profiles, columns, strict=True)
        if "nobody" in states and set(states) <= {"nobody", "outside"}
    ]


def _how(setting: Setting, grid: Grid) -> Html:
    met = {state for row in grid.states for state in row}
    parts = [
        say(setting.words, f"figures.grid.how.{state}", mark=marks.state(state))
        for state in STATES
        if state in met
    ]
    return Html(" ".join(parts))


def _table(setting: Setting, grid: Grid) -> Html:
    words = setting.words
    upright = " upright" if len(grid.profiles) > NARROW else ""
    head = tag(
        "tr",
        tag("th", words("figures.heard.place"), scope="col"),
        *(
            tag("th", tag("span", setting.marked(name)), scope="col")
            for name in grid.profiles
        ),
    )
    rows = [
        tag(
            "tr",
            tag("th", setting.marked(place), scope="row"),
            *(_cell(setting, state) for state in states),
        )
        for place, states in zip(grid.places, grid.states, strict=True)
    ]
    return tag(
        "table", tag("thead", head), tag("tbody", *rows), class_=f"grid{upright}"
    )


def _cell(setting: Setting, state: State) -> Html:
    return tag(
        "td",
        marks.state(state),
        tag("span", setting.words(f"figures.grid.states.{state}"), class_="vh"),
    )
