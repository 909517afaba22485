"""Ma région, mon camp: the mirror page of each place, and the way to them."""

from __future__ import annotations

from collections.abc import Iterator

from vestibule.inform.figures import cells
from vestibule.inform.figures.figure import Figure
from vestibule.inform.markup import Html, join
from vestibule.inform.material import PlaceHeard
from vestibule.inform.mirrors import Mirror, mirrors
from vestibule.inform.mirrors.compared import answers
from vestibule.inform.mirrors.mirror import SHEETS
from vestibule.inform.site import data, front, paths, pieces
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling
from vestibule.inform.writing import script_ending


def pages(telling: Telling) -> Iterator[Page]:
    """Yield the list of places and the mirror page of each, if the process shows any.

    Parameters
    ----------
    telling : Telling
        Of the language.

    Yields
    ------
    Page
        Places where nobody was heard have a page too: it says so.
    """
    if telling.story.material.places:
        yield _list(telling)
        for one in mirrors(telling.story):
            yield _mirror(telling, one)


def _list(telling: Telling) -> Page:
    words, story = telling.words, telling.story
    heard = [row for row in story.material.places if not row.nobody]
    title = words("site.places.title", n=len(heard), of=len(story.material.places))
    rows = (_row(telling, row) for row in story.material.places)
    main = join(
        pieces.cover(
            telling, words("site.ways.places"), title, words("site.front.places_text")
        ),
        pieces.body(
            front.tile_links(telling, paths.PLACES),
            pieces.chapter("liste", words("site.places.list"), pieces.rows(rows)),
            pieces.chapter(
                "tu",
                words("mirror.unshown"),
                pieces.paragraph(words("mirror.unshown_text")),
            ),
        ),
    )
    return Page(path=paths.PLACES, title=words("site.ways.places"), main=main)


def _row(telling: Telling, row: PlaceHeard) -> tuple[Html, str]:
    words = telling.words
    file = paths.place(telling.places[row.place.key])
    name = telling.story.setting.marked(row.place)
    shown = pieces.link(name, paths.relative(paths.PLACES, file))
    if row.nobody:
        return shown, words("site.places.silent")
    n = cells.value(row.gatherings)
    told = (
        words("style.hidden_short")
        if n is None
        else words("figures.order.gatherings", n=n)
    )
    return shown, told


def _mirror(telling: Telling, mirror: Mirror) -> Page:
    path = paths.place(telling.places[mirror.key])
    ending = script_ending(telling.lang)
    view = f"paroles/lieu-{telling.places[mirror.key]}.html"
    links = [
        (telling.words("site.places.all"), paths.relative(path, paths.PLACES)),
        (telling.words("site.finding.board"), paths.relative(path, paths.FOLLOWED)),
    ]
    if _is_told(telling, mirror):
        links.insert(0, (telling.words("site.places.voices"), paths.relative(path, view)))  # fmt: skip
    return Page(
        path=path,
        title=mirror.place,
        description=mirror.title,
        main=join(mirror.inside(), pieces.ends(links)),
        sheets=SHEETS,
        files={
            **_data(telling, mirror, path),
            paths.beside(path, ending): mirror.script(),
        },
    )


def _is_told(telling: Telling, mirror: Mirror) -> bool:
    """Return whether the voices have a view of this place."""
    has_voice = any(telling.quote(one).place == mirror.key for one in telling.made.voices)  # fmt: skip
    return has_voice or not mirror.heard.nobody


def _data(telling: Telling, mirror: Mirror, path: str) -> dict[str, str]:
    """Return the data of the figures of a mirror, as CSV and JSON."""
    drawn = (("", mirror.said), ("-enonces", answers(telling.story, mirror.heard.place)))  # fmt: skip
    found: dict[str, str] = {}
    for more, figure in drawn:
        if isinstance(figure, Figure) and not mirror.heard.nobody:
            stem = f"{path.removesuffix('.html')}{more}"
            found[f"{stem}.csv"] = figure.csv()
            found[f"{stem}.json"] = data.of_figure(figure)
    return found
