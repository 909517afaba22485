"""The voices: every cleared word, by finding, place, profile and language, frozen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vestibule.inform.chapters import parts
from vestibule.inform.figures import cells
from vestibule.inform.markup import Html, Piece, join, plain, tag
from vestibule.inform.site import data, paths, pieces, views
from vestibule.inform.site.data import Counted
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling
from vestibule.inform.site.views import Facet, View
from vestibule.inform.voiced import Voiced
from vestibule.protect.cleared import Count

A_PAGE = 40
"""Voices on one page; the others follow on pages of their own."""


def pages(telling: Telling) -> Iterator[Page]:
    """Yield the list of all views, then each view, forty voices a page.

    Parameters
    ----------
    telling : Telling
        Of the language.

    Yields
    ------
    Page
        Each view of one or two facets once; nothing combines them further.
    """
    every = views.views(telling)
    yield _index(telling, every)
    for view in every:
        yield from _view(telling, view, every)


def _index(telling: Telling, every: Sequence[View]) -> Page:
    words, voices = telling.words, telling.made.voices
    sections = tag(
        "div",
        *(_facet(telling, kind, every) for kind in views.FACETS),
        class_="facets",
    )
    main = join(
        pieces.cover(
            telling,
            words("site.ways.voices"),
            words("site.voices.title", n=len(voices)),
            words("site.voices.lead"),
        ),
        pieces.body(_how(telling), sections),
    )
    counts = [one for view in every if len(view.facets) == 1 for one in view.counts]
    return Page(
        path=paths.VOICES,
        title=words("site.ways.voices"),
        main=main,
        files={
            "paroles/toutes.csv": data.as_csv(telling, _once(counts), voices),
            "paroles/toutes.json": data.as_json(telling, {}, _once(counts), voices),
        },
        door="listen",
    )


def _once(counts: Sequence[Counted]) -> list[Counted]:
    found: dict[tuple[str, ...], Counted] = {}
    for one in counts:
        key = (
            one.measure,
            *(f"{kind}={key}" for kind, key in sorted(one.about.items())),
        )
        found.setdefault(key, one)
    return list(found.values())  # fmt: skip


def _how(telling: Telling) -> Html:
    words = telling.words
    lead = tag("b", words("figures.how_to_read"))
    return tag("p", lead, " ", words("site.voices.how"), class_="how")


def _facet(telling: Telling, kind: str, every: Sequence[View]) -> Html | None:
    """Return every view of one facet, with how many voices and what was counted."""
    own = [
        view for view in every if len(view.facets) == 1 and view.facets[0][0] == kind
    ]
    if not own:
        return None
    rows = (
        (
            pieces.link(
                name(telling, view.facets[0]),
                paths.relative(paths.VOICES, paths.view(view.name)),
            ),
            _size(telling, view),
        )
        for view in own
    )
    title = telling.words(f"site.voices.by.{kind}")
    return pieces.chapter(f"par-{kind}", title, pieces.rows(rows))


def _size(telling: Telling, view: View) -> str:
    return telling.words("site.voices.n", n=len(view.voices))


def name(telling: Telling, facet: Facet) -> Html:
    """Return what a facet is called, in the language of the page or its own."""
    setting, (kind, key) = telling.story.setting, facet
    if kind == "finding":
        one = telling.finding(key)
        return setting.marked(one.short or one.words)
    if kind == "place":
        return setting.marked(telling.place(key).place)
    if kind == "profile":
        declared = telling.story.material.process.profiles
        return setting.marked(next(one.names for one in declared if one.key == key))
    return join(setting.language_name(key) or key)


def _title(telling: Telling, view: View) -> Html:
    named = [name(telling, facet) for facet in view.facets]
    return join(named[0], *([" · ", named[1]] if named[1:] else []))


def _view(telling: Telling, view: View, every: Sequence[View]) -> Iterator[Page]:
    """Yield the pages of a view; its data lie beside the first and hold all of it."""
    n = max(1, -(-len(view.voices) // A_PAGE))
    for number in range(1, n + 1):
        some = view.voices[(number - 1) * A_PAGE : number * A_PAGE]
        yield _page(telling, view, every, some, (number, n))


def _page(
    telling: Telling,
    view: View,
    every: Sequence[View],
    some: Sequence[Voiced],
    which: tuple[int, int],
) -> Page:
    words, path = telling.words, paths.view(view.name, which[0])
    title = _title(telling, view)
    head = tag(
        "div",
        tag("p", words("site.ways.voices"), class_="kicker"),
        tag("h1", title),
        tag("p", _size(telling, view), class_="lead"),
        class_="in",
    )
    told = pieces.body(
        _counts(telling, view) if which[0] == 1 else None,
        _said(telling, view, some),
        _pages_of(telling, view, which),
        _crossed(telling, view, every) if which[0] == 1 else None,
    )
    back = [(words("site.voices.all"), paths.relative(path, paths.VOICES))]
    return Page(
        path=path,
        title=_plain_title(telling, view, which[0]),
        main=join(tag("div", head, class_="cover"), told, pieces.ends(back)),
        files=_data(telling, view) if which[0] == 1 else {},
        door="listen",
    )


def _plain_title(telling: Telling, view: View, number: int) -> str:
    title = " · ".join(plain(name(telling, facet)) for facet in view.facets)
    return title if number == 1 else f"{title} · {number}"


def _data(telling: Telling, view: View) -> dict[str, str]:
    path = paths.view(view.name)
    facets = dict(view.facets)
    return {
        paths.beside(path, ".csv"): data.as_csv(telling, view.counts, view.voices),
        paths.beside(path, ".json"): data.as_json(
            telling, facets, view.counts, view.voices
        ),
    }


def _counts(telling: Telling, view: View) -> Html | None:
    """Return the cleared numbers of a view as a small table."""
    if not view.counts:
        return None
    words = telling.words
    rows = (
        tag(
            "tr",
            tag("th", _about(telling, view, one), scope="row"),
            tag("td", cells.shown(one.cell, words, of=True), _kept(telling, one)),
        )
        for one in view.counts
    )
    table = tag("table", tag("tbody", *rows), class_="held")
    return tag(
        "section",
        tag("h2", words("site.voices.counted")),
        table,
        tag("p", words("site.voices.counted_limit"), class_="small"),
        class_="chapter",
        id="comptes",
    )


def _kept(telling: Telling, one: Counted) -> Html | None:
    """Return of which earlier edition a number is, where it stands as that printed it."""
    if not isinstance(one.cell, Count) or one.cell.edition is None:
        return None
    said = telling.words("site.voices.kept", number=str(one.cell.edition))
    return tag("small", said)


def _about(telling: Telling, view: View, one: Counted) -> Html:
    """Return what a number counts: only what the title of the view does not say."""
    said = telling.words(f"site.voices.measures.{one.measure}")
    more = [facet for facet in one.about.items() if facet not in view.facets]
    if not more:
        return join(said)
    return join(name(telling, more[0]), tag("small", said))


def _said(telling: Telling, view: View, some: Sequence[Voiced]) -> Html:
    words = telling.words
    if not some:
        return pieces.chapter(
            "paroles",
            words("site.voices.said"),
            pieces.paragraph(words("site.voices.none")),
        )
    told = (_voice(telling, view, one) for one in some)
    return pieces.chapter(
        "paroles",
        words("site.voices.said"),
        pieces.paragraph(words("site.voices.order"), "small"),
        *told,
    )


def _voice(telling: Telling, view: View, one: Voiced) -> Html:
    """Return words; those that contradict the finding of the view say so."""
    finding = dict(view.facets).get("finding", "")
    stance = one.stance(finding)
    title = {"against": "against", "objection": "objection"}.get(stance or "")
    tagged = telling.words(f"portrait.voice.{title}") if title else ""
    return parts.voice(telling.story, one.voice, title=tagged)


def _pages_of(telling: Telling, view: View, which: tuple[int, int]) -> Html | None:
    """Return links to the other pages of a long view."""
    here, n = which
    if n == 1:
        return None
    path = paths.view(view.name, here)
    links: list[Piece] = [
        tag(
            "a",
            str(number),
            href=paths.relative(path, paths.view(view.name, number)),
            aria_current="page" if number == here else None,
        )
        for number in range(1, n + 1)
    ]
    label = telling.words("site.voices.pages")
    return tag("nav", tag("b", label), *links, aria_label=label, class_="ends")


def _crossed(telling: Telling, view: View, every: Sequence[View]) -> Html | None:
    """Return the views of this facet with one more; there is no third."""
    if len(view.facets) > 1:
        return None
    own = view.facets[0]
    wider = [one for one in every if len(one.facets) == 2 and own in one.facets]
    if not wider:
        return None
    path = paths.view(view.name)
    rows = (
        (
            pieces.link(
                name(telling, next(f for f in one.facets if f != own)),
                paths.relative(path, paths.view(one.name)),
            ),
            _size(telling, one),
        )
        for one in wider
    )
    return pieces.chapter("croiser", telling.words("site.voices.cross"), pieces.rows(rows))  # fmt: skip
