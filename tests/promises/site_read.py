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

from tests.promises import dossiers, faces
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

    is_first = True
    """Whether no edition came before: each number is then one of the records today."""

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
        self._note(self._key(count), count)

    def _key(self, count: Mapping[str, Any]) -> Key:
        region = (self.places[count["place"]],) if "place" in count else ()
        if count["measure"] == "named":
            return ("named", self.findings[count["finding"]], *region)
        if count["measure"] == "gatherings":
            return ("gatherings", "region", *region)
        return ("heard", *region)

    def take_pack(self, files: Mapping[str, str]) -> None:
        """Note the numbers of the data pack beside those of pages and views."""
        for row in packed(files, "heard"):
            if row["measure"] in {"heard", "gatherings"} and row["by"] == "region":
                about = {"measure": row["measure"], "place": row["group"]}
                self._put({**about, **_packed(row)})
        for row in packed(files, "findings"):
            finding = self.seen.names.findings[plain(row["words_fr"])]
            place = () if row["region"] == "all" else (self.places[row["region"]],)
            self._note(("named", finding, *place), _packed(row))
        for row in packed(files, "validations"):
            finding = self.seen.names.findings[plain(row["words_fr"])]
            self._note(("validated", finding, row["outcome"]), _packed(row))
        for row in packed(files, "restitution"):
            self._note(("owed", row["state"]), _packed(row))

    def _note(self, key: Key, count: Mapping[str, Any]) -> None:
        try:
            self.seen.put(key, _cell(count))
        except AssertionError:
            self.leak("not what was published", f"{key} {count}")

    def _profile(self, count: Mapping[str, Any]) -> None:
        """Compare who was heard of a profile with the records and the thresholds."""
        if not self.is_first:
            return
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


def attacked(
    made: Made,
    given: Pack,
    served: Mapping[str, str] | None = None,
    *,
    is_first: bool = True,
) -> Findings:
    """Return all that a hostile reader finds in the site of one edition.

    It is read as it was served, else as it is drawn. In a later edition numbers may stand
    as an earlier one printed them: those of the records today say nothing of them.
    """
    truth = Truth.of(made.dossier, TODAY)
    files = dict(site.site(given).files() if served is None else served)
    del files["SHA256SUMS"]  # hashes of what is read here: nothing else
    pages = {n: tree(text) for n, text in files.items() if n.endswith(".html")}
    visible = {
        **{name: f"{one.text} {attributes(one)}" for name, one in pages.items()},
        **{name: text for name, text in files.items() if name not in pages},
    }
    found = Findings(leaks=look_at_words(made, files, visible))
    views = _views(files, LANG)
    found.leaks += [f"two faces: {one}" for one in faces.apart(files)]
    seen = read(portrait.portrait(given.material, lang=LANG), truth)
    seen.page = tree(_without_sheets(files))
    reader = SiteReader(made, truth, seen, found)
    reader.is_first = is_first
    reader.take(list(views.values()))
    reader.take_pack(files)
    reader.look_at_places()
    reader.look_at_quotes()
    reader.look_at_sensitive()
    reader.look_at_hidden(list(views.values()))
    found.leaks += [f"hidden here, printed there: {key}" for key in sorted(seen.apart)]
    if not is_first:
        return found
    reader.look_at_numbers()
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


def packed(files: Mapping[str, str], name: str) -> list[dict[str, str]]:
    """Return the lines of a table of the data pack, without its hashtags."""
    text = files.get(f"data/{name}.csv", "")
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    return [*csv.DictReader(io.StringIO("\n".join(lines)))][1:]


def _packed(row: Mapping[str, str]) -> dict[str, Any]:
    """Return the number of a line as a view tells it."""
    if not row["count"].isdigit():
        return {"withheld": row["count"]}
    of = {"out_of": int(row["out_of"])} if row["out_of"].isdigit() else {}
    return {"count": int(row["count"]), **of}


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
