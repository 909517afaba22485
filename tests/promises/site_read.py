"""A hostile reader of the whole site: pages, CSV and JSON, with all portraits at once.

What the views of the voices say is put beside what the portrait says, as one system.
A view says something of every voice on it: its facets are read as if they stood beside
the words.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tests.promises import dossiers
from tests.promises.attacker import Reader
from tests.promises.dossiers import TODAY, Made, marks_in
from tests.promises.given import indexed
from tests.promises.numbers import Findings
from tests.promises.page import plain, tree
from tests.promises.pages_read import read
from tests.promises.reading import HIDDEN, Cell, Key, Quoted, Shown
from tests.promises.truth import Truth
from tests.promises.wording import attributes, look_at_words

from vestibule.inform import pack, portrait, preparation, site
from vestibule.inform.pack import Pack
from vestibule.inform.preparation import Draft
from vestibule.protect import editions
from vestibule.protect.editions import ClearedEdition, Ledger
from vestibule.words import Catalogue

KEY = bytes(range(32))
LANG = "fr"
View = Mapping[str, Any]


@cache
def cleared(seed: int) -> tuple[Made, Draft, ClearedEdition]:
    """Return the dossier of a seed, all its numbers, and those numbers cleared."""
    made = dossiers.made(seed)
    draft = preparation.drafted(made.dossier, today=TODAY, seed=0)
    rules = made.dossier.process.disclosure
    return made, draft, editions.clear(pack.unpublished(draft), rules, Ledger())


def edition(seed: int) -> tuple[Made, Pack]:
    """Return the dossier of a seed, and its first edition."""
    made, draft, numbers = cleared(seed)
    return made, pack.filled(draft, numbers, key=KEY)


class SiteReader(Reader):
    """A reader who holds every view of the voices beside the portrait."""

    def take(self, views: list[View]) -> None:
        """Note all numbers and words of the views, as if they stood in the portrait."""
        places = self.truth.whole.get("places", ())
        self.places = {row["key"]: row["id"] for row in places}
        findings = self.truth.whole.get("findings", ())
        self.findings = {row["key"]: row["id"] for row in findings}
        for view in views:
            for count in view["counts"]:
                self._put(count)
        lines = {line for view in views for line in self._lines(view)}
        self.seen.quotes = [*self.seen.quotes, *(Quoted(*one) for one in sorted(lines))]

    def _put(self, count: Mapping[str, Any]) -> None:
        if "profile" in count:
            self._profile(count)
            return
        key = self._key(count)
        try:
            self.seen.put(key, _cell(count))
        except AssertionError:
            self.leak("not what was published", f"{key} {count}")

    def _key(self, count: Mapping[str, Any]) -> Key:
        region = (self.places[count["place"]],) if "place" in count else ()
        if count["measure"] == "named":
            return ("named", self.findings[count["finding"]], *region)
        if count["measure"] == "gatherings":
            return ("gatherings", "region", *region)
        return ("heard", *region)

    def _profile(self, count: Mapping[str, Any]) -> None:
        """Compare who was heard of a profile with the records and the thresholds."""
        ids = {row["key"]: row["id"] for row in self.truth.whole["profiles"]}
        held = self.truth.of_attendances(
            row
            for row in self.truth.given.get("attendances", ())
            if self._profile_of(row) == ids[count["profile"]]
            and row["capacity"] in {"consulted", "official"}
        )
        cell = _cell(count)
        if isinstance(cell, Shown) and cell.value != held.value:
            self.leak("not what was published", f"{count} {held.value}")
        if isinstance(cell, Shown) and not self.is_enough(held):
            self.leak("under the threshold", f"{count}")

    def _profile_of(self, row: Mapping[str, Any]) -> str | None:
        met = self.truth.held[row["gathering"]]
        own: str | None = row["profile"]
        if own is None and met["composition"] != "mixed":
            own = met["profile"]
        return own

    def _lines(self, view: View) -> Iterator[tuple[str, str]]:
        """Yield each voice of a view with all that stands beside it, facets too."""
        said, facets = Catalogue(LANG), view["view"]
        regions = {self.seen.names.regions[name]: name for name in self.seen.names.regions}  # fmt: skip
        names = {p.key: said.chosen(p.names)[0] for p in self.made.dossier.process.profiles}  # fmt: skip
        for voice in view["voices"]:
            who = facets.get("profile") or voice["profile"]
            place = facets.get("place") or voice["place"]
            beside = [
                names.get(who or "", "quelqu'un"),
                regions.get(self.places.get(place or "", ""), ""),
                said.month(voice["month"]) if voice["month"] else "",
            ]
            yield plain(voice["words"]), plain(", ".join(filter(None, beside)))

    def look_at_hidden(self, views: list[View]) -> None:
        """Find voices filed where the number of gatherings that named it is withheld."""
        for view in views:
            for voice in view["voices"]:
                for finding in voice["stances"]:
                    place = self.places.get(voice["place"] or "")
                    key = ("named", self.findings[finding], place or "")
                    if self.seen.cells.get(key) == HIDDEN:
                        self.leak("voices of a hidden number", key)


def _cell(count: Mapping[str, Any]) -> Cell:
    return HIDDEN if "withheld" in count else Shown(count["count"], count.get("out_of"))


def attacked(made: Made, given: Pack) -> Findings:
    """Return all that a hostile reader finds in the site of one edition."""
    truth = Truth.of(made.dossier, TODAY)
    files = site.site(given).files()
    del files["SHA256SUMS"]  # hashes of what is read here: nothing else
    pages = {n: tree(text) for n, text in files.items() if n.endswith(".html")}
    visible = {
        **{name: f"{one.text} {attributes(one)}" for name, one in pages.items()},
        **{name: text for name, text in files.items() if name not in pages},
    }
    found = Findings(leaks=look_at_words(made, files, visible))
    views = _views(files, LANG)
    found.leaks += [
        f"languages differ: {name}" for name in _apart(views, _views(files, "en"))
    ]
    found.leaks += list(_disagreeing(files, views))
    seen = read(portrait.portrait(given.material, lang=LANG), truth)
    seen.page = tree(_without_sheets(files))
    reader = SiteReader(made, truth, seen, found)
    reader.take(list(views.values()))
    reader.look_at_places()
    reader.look_at_quotes()
    reader.look_at_sensitive()
    reader.look_at_numbers()
    reader.look_at_hidden(list(views.values()))
    if not any(one.startswith("not what") for one in found.leaks):
        reader.work_out_heard()
        reader.work_out_answers()
    return found


def _views(files: Mapping[str, str], lang: str) -> dict[str, View]:
    begin = f"{lang}/paroles/"
    return {
        name.removeprefix(begin): json.loads(text)
        for name, text in files.items()
        if name.startswith(begin) and name.endswith(".json")
    }


def _apart(first: Mapping[str, View], second: Mapping[str, View]) -> list[str]:
    """Return views that one language has, or counts, otherwise than the other."""
    return [
        name
        for name in {*first, *second}
        if name not in first
        or name not in second
        or _numbers(first[name]) != _numbers(second[name])
    ]


def _numbers(view: View) -> dict[tuple[str, ...], Cell]:
    about = ("measure", "finding", "place", "profile")
    return {tuple(n.get(name, "") for name in about): _cell(n) for n in view["counts"]}


def _disagreeing(files: Mapping[str, str], views: Mapping[str, View]) -> Iterator[str]:
    """Yield views whose CSV or page say other numbers than their JSON."""
    said = Catalogue(LANG)
    for name, view in views.items():
        numbers = [_cell(one) for one in view["counts"]]
        text = files[f"{LANG}/paroles/{name.removesuffix('.json')}.csv"]
        lines = [line for line in text.splitlines() if not line.startswith("# ")]
        rows = [r for r in csv.DictReader(io.StringIO("\n".join(lines))) if r["row"] == "count"]  # fmt: skip
        told = [
            HIDDEN if row["count"] == said("style.hidden") else
            Shown(int(row["count"]), int(row["out_of"]) if row["out_of"] else None)
            for row in rows
        ]  # fmt: skip
        if told != numbers:
            yield f"not what was published: CSV and JSON of {name}"


def _without_sheets(files: Mapping[str, str]) -> str:
    pages = (t for n, t in files.items() if n.startswith(f"{LANG}/") and n.endswith(".html"))  # fmt: skip
    return re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", "".join(pages), flags=re.S)


def region_of(made: Made, words: str) -> str | None:
    """Return the key of the region where words were said, whatever may be published."""
    truth = Truth.of(made.dossier, TODAY)
    found = marks_in(words)
    if not found:
        return None
    table, _, id_ = made.marks[found[0]]
    row = indexed(truth.whole, table).get(id_) if table == "excerpts" else None
    met = truth.held.get(row["gathering"]) if row else None
    region = truth.region.get(met["place"] or "") if met else None
    return {row["id"]: row["key"] for row in truth.whole["places"]}.get(region or "")
