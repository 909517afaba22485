"""A whole portrait, read: its figures, its cover, its findings, its gatherings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.promises import map_read
from tests.promises.figures_read import At, finding_of, read_figure
from tests.promises.page import Node, plain, tree, whole
from tests.promises.reading import (
    HIDDEN,
    Names,
    Quoted,
    Reading,
    Shown,
    cell,
    counted,
    sought,
    spans,
)
from tests.promises.truth import Truth

from vestibule.inform.portrait import Portrait
from vestibule.words import Catalogue


def read(drawn: Portrait, truth: Truth) -> Reading:
    """Return what can be read in a portrait."""
    page = tree(drawn.html())
    found = Reading(names=Names.of(truth), lang=drawn.lang, page=page)
    said = Catalogue(drawn.lang)
    owners = _owners(page)
    figures = {node.attributes.get("id", ""): node for node in page.all("figure")}
    for name, text in drawn.csvs().items():
        _, number, kind = name.removesuffix(".csv").split("-", 2)
        anchor = f"fig-{int(number)}"
        at = At(owners.get(anchor, ""), figures.get(anchor), truth)
        read_figure(found, kind, text, at)
    _cover(found, said)
    _held(found, said)
    _by_kind(found, said, sorted({row["kind"] for row in truth.met()}))
    _articles(found, said, truth)
    map_read.page(found, said)
    found.quotes = [_quoted(node) for node in page.all("figure", "voice")]
    return found


def _quoted(node: Node) -> Quoted:
    words = (p.text for block in node.all("blockquote") for p in block.all("p"))
    line = "".join(caption.text for caption in node.all("figcaption"))
    return Quoted(" ".join(words), line)


def _owners(page: Node) -> dict[str, str]:
    """Return the finding or comparison that each figure stands in."""
    found = {}
    for node in page.all():
        for kind in ("constat-", "entente-"):
            if node.attributes.get("id", "").startswith(kind):
                for figure in node.all("figure"):
                    found[figure.attributes.get("id", "")] = node.attributes["id"]
    return found


def _cover(found: Reading, said: Catalogue) -> None:
    key = found.page.first("dl", "key")
    if key is None:
        return
    for entry in key.all("div"):
        name, shown = (entry.first(n) for n in ("dt", "dd"))
        label, text = (name.text if name else ""), (shown.text if shown else "")
        for one in ("gatherings", "attendances", "participants", "votes"):
            forms = {plain(said(f"portrait.cover.key.{one}", n=n)) for n in (0, 1, 2)}
            if label in forms:
                found.put((one,), cell(said, text))
        if label == plain(said("portrait.cover.key.women", n=2)):
            found.women = whole(text)
        if label == plain(said("portrait.cover.key.people", n=2)):
            numbers = [whole(n) for n in re.findall(r"\d[\d ,]*", text)]
            found.put(("low",), Shown(numbers[0] or 0))
            found.put(("high",), Shown(numbers[-1] or 0))
    n = sought(said, "portrait.speakers.represented", found.page.text)
    if n is not None:
        found.put(("represented",), Shown(n))


def _held(found: Reading, said: Catalogue) -> None:
    table = found.page.first("table", "held")
    for row in table.all("tr") if table else ():
        head, cells = row.first("th"), list(row.all("td"))
        if head is None or len(cells) != 2:
            continue
        small = head.first("small")
        span = small.text if small else ""
        name = plain(head.text.removesuffix(span))
        region = found.names.regions[name]
        if span:
            found.months[region] = spans(found.lang)[span.split(" · ")[0]]
        found.put(("gatherings", "region", region), cell(said, cells[0].text))
        found.put(("heard", region), cell(said, cells[1].text))


def _by_kind(found: Reading, said: Catalogue, kinds: Iterable[str]) -> None:
    """Note how many gatherings of each kind are told; a kind left out is hidden."""
    section = next(
        (
            n
            for n in found.page.all("section")
            if n.attributes.get("id") == "rencontres"
        ),
        None,
    )
    told = next((p.text for p in section.all("p")), "") if section else ""
    for kind in kinds:
        n = sought(said, f"portrait.kinds.{kind}", told)
        found.put(("gatherings", "kind", kind), HIDDEN if n is None else Shown(n))


def _articles(found: Reading, said: Catalogue, truth: Truth) -> None:
    objection = plain(said("portrait.voice.objection"))
    for article in found.page.all("article", "finding"):
        finding = finding_of(truth, article.attributes["id"])
        if objection in [mark.text for mark in article.all("p", "tag")]:
            found.objected.add(finding)
        valid = article.first("section", "valid")
        if valid is not None:
            _validated(found, said, finding, valid)
        for item in _listed(article, "ul", "links"):
            _told(found, said, item)
        for way in ("protects", "proposes"):
            for item in _listed(article, "div", way):
                _named_child(found, said, item)


def _listed(article: Node, name: str, class_: str) -> list[Node]:
    return [item for one in article.all(name, class_) for item in one.all("li")]


def _validated(found: Reading, said: Catalogue, finding: str, valid: Node) -> None:
    head = valid.first("h3")
    numbers = counted(found.lang, "portrait.validation.counts")
    text = f" {head.text if head else ''}".casefold()
    parts = re.split(r", | et | and ", text.strip())
    for (outcome, phrase), n in numbers.items():
        if phrase.casefold() in parts:
            found.put(("validated", finding, outcome), Shown(n))
    for n, key in enumerate(("national", "regional", "local")):
        del n
        if plain(said(f"portrait.validation.scope.{key}")) in valid.text:
            found.scopes.add(finding)
    labels = {
        plain(said(f"portrait.validation.{'no_meeting' if o == 'none' else o}")): o
        for o in ("confirmed", "amended", "rejected", "asked", "none")
    }
    for item in valid.all("li"):
        label = item.first("b")
        if label is not None and label.text in labels:
            names = plain(item.text.removeprefix(label.text)).split(", ")
            found.listed[finding][labels[label.text]] = {
                found.names.regions[n] for n in names
            }


def _told(found: Reading, said: Catalogue, item: Node) -> None:
    small, arrow = item.first("small"), item.first("b")
    if small is None or arrow is None:
        return
    words = plain(item.text.removesuffix(small.text))
    cause, _, effect = (plain(part) for part in words.partition(arrow.text))
    key = (
        "told",
        found.names.factors[cause.casefold()],
        found.names.factors[effect.casefold()],
    )
    direction = "more" if "more" in arrow.classes else "less"
    other = "less" if direction == "more" else "more"
    told, _, contrary = small.text.partition(";")
    n = sought(said, "portrait.causes.told", told)
    found.put((*key, direction), HIDDEN if n is None else Shown(n))
    if contrary:
        n = whole(contrary.split()[-1])
        found.put((*key, other), HIDDEN if n is None else Shown(n))


def _named_child(found: Reading, said: Catalogue, item: Node) -> None:
    small = item.first("small")
    if small is None:
        return
    words = plain(item.text.removesuffix(small.text))
    n = sought(said, "figures.order.gatherings", small.text.split(" · ")[0])
    if n is not None:
        found.put(("named", found.names.findings[words]), Shown(n))
