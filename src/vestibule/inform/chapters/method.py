"""Method and limits: what this portrait cannot say, and how to find it again."""

from __future__ import annotations

from vestibule.inform.chapters import parts
from vestibule.inform.figures import cells, sureness
from vestibule.inform.markup import Html, tag
from vestibule.inform.material import PlaceHeard
from vestibule.inform.story import Story

SCALE = ("nearly_all", "most", "divided", "some", "very_few", "unknown")
"""The fixed scale, from the top."""


def html(story: Story) -> Html:
    """Return the chapter."""
    words = story.words
    return parts.chapter(
        "methode",
        words("portrait.method.kicker"),
        words("portrait.method.title"),
        parts.listed(limits(story)),
        tag("div", _scale(story), _choice(story), class_="ways"),
        _gatherings(story),
        _rules(story),
        _trace(story),
    )


def limits(story: Story) -> list[str]:
    """Return what this portrait cannot say, in sentences."""
    words, material = story.words, story.material
    rules = material.process.disclosure
    unheard = {"names": words.some(story.unheard, 6)}
    thresholds = {
        "people": rules.people,
        "gatherings": rules.gatherings,
        "places": rules.places,
    }
    conditions: tuple[tuple[str, bool, dict[str, object]], ...] = (
        ("country", True, {}),
        ("unheard", bool(story.unheard), {**unheard}),
        ("causes", True, {}),
        ("no_gatherings", material.heard is None, {}),
        (_uncompared(story), not material.grounds, {}),
        ("no_map", material.heard is not None and "map" not in story.figures, {}),
        ("no_findings", not material.findings, {}),
        ("draft", story.draft, {}),
        (
            "no_order",
            bool(material.findings) and not story.draft and not story.ranked,
            {},
        ),
        ("silence", bool(material.findings), {}),
        ("undecided", material.undecided > 0, {"n": material.undecided}),
        ("thresholds", True, {**thresholds}),
    )
    return [
        words(f"portrait.limits.{key}", **said)
        for key, holds, said in conditions
        if holds
    ]


def _uncompared(story: Story) -> str:
    material = story.material
    if material.silences:
        return "silent_comparisons"
    return "no_answers" if material.conversation is None else "no_comparisons"


def _scale(story: Story) -> Html:
    words = story.words
    people = story.material.process.disclosure.people
    rows = [
        tag(
            "tr",
            tag("th", words(f"style.scale.{key}"), scope="row"),
            tag("td", words(f"style.scale_means.{key}", people=people)),
        )
        for key in SCALE
    ]
    table = tag("table", tag("tbody", *rows), class_="words")
    return tag(
        "div",
        tag("h3", words("portrait.method.scale")),
        table,
        tag("p", words("portrait.method.always"), class_="small"),
    )


def _choice(story: Story) -> Html:
    words = story.words
    items = [
        tag(
            "li",
            words(f"portrait.method.choice.{key}"),
            tag("small", words(f"portrait.method.choice.{key}_more")),
        )
        for key in ("consent", "rule", "language")
    ]
    return tag(
        "div", tag("h3", words("portrait.method.choice.title")), tag("ul", *items)
    )


def _gatherings(story: Story) -> Html | None:
    rows = [row for row in story.material.places if not row.nobody]
    if not rows:
        return None
    words = story.words
    names = ("heard.place", "road.gatherings", "heard.attendances")
    head = tag(
        "tr",
        *(
            tag(
                "th",
                words(f"figures.{name}"),
                scope="col",
                class_="end" if i in {1, 2} else None,
            )
            for i, name in enumerate(names)
        ),
    )
    return tag(
        "section",
        tag("h3", words("portrait.method.gatherings")),
        _kinds(story),
        tag("p", words("portrait.method.gatherings_limit"), class_="small"),
        tag(
            "table",
            tag("thead", head),
            tag("tbody", *(_held(story, row) for row in rows)),
            class_="held",
        ),
        id="rencontres",
    )


def _held(story: Story, row: PlaceHeard) -> Html:
    words = story.words
    when = words.months(row.first, row.last) if row.first and row.last else ""
    return tag(
        "tr",
        tag(
            "th",
            story.setting.marked(row.place),
            tag("small", when) if when else None,
            scope="row",
        ),
        tag("td", cells.shown(row.gatherings, words), class_="end"),
        tag("td", cells.shown(row.attendances, words), class_="end"),
        id=f"lieu-{row.place.key}",
    )


def _kinds(story: Story) -> Html | None:
    words, heard = story.words, story.material.heard
    kinds = heard.kinds if heard else ()
    shown = [(n, kind) for kind, cell in kinds if (n := cells.value(cell))]
    if not shown:
        return None
    told = [
        words(f"portrait.kinds.{kind}", n=n) for n, kind in sorted(shown, reverse=True)
    ]
    return parts.paragraph(words("portrait.method.kinds", kinds=words.joined(told)))


def _rules(story: Story) -> Html | None:
    grounds = story.material.grounds
    if not grounds:
        return None
    words, ground = story.words, grounds[0]
    shared = [row for one in grounds for row in one.statements if row.stability]
    told = words(
        "portrait.method.ground",
        threshold=ground.threshold,
        sure=1 - ground.error,
        errors=sureness.errors(
            story.setting, len(shared), sum(one.expected_false for one in grounds)
        ),
    )
    return tag(
        "section",
        tag("h3", words("portrait.method.ground_title")),
        parts.paragraph(told.replace("  ", " ")),
    )


def _trace(story: Story) -> Html:
    words, trace = story.words, story.material.trace
    told = words(
        "portrait.method.trace",
        month=words.month(trace.month),
        n=trace.records,
        origins=trace.origins,
        version=trace.version,
        seed=str(trace.seed),
    )
    withdrawn = words("portrait.method.withdrawn", n=trace.withdrawn)
    mark = tag("span", grouped(trace.content_hash), class_="hash", dir="ltr")
    return tag(
        "p",
        told,
        " ",
        withdrawn,
        " ",
        words("portrait.method.hash"),
        " ",
        mark,
        class_="small trace",
    )


def grouped(content_hash: str) -> str:
    """Return a hash in groups of four, so that a person can compare it."""
    return " ".join(content_hash[i : i + 4] for i in range(0, len(content_hash), 4))


def spoken(story: Story) -> list[str]:
    """Return what is said aloud."""
    return ["", story.words("portrait.method.title"), *limits(story)]
