"""A hostile reader of the portraits of one dossier: what should not be found there.

It reads the files (`reading`), knows what the records would answer (`truth`), looks
every number up (`numbers`) and tries to work out what is hidden (`heard_solved`,
`answers_solved`, `grid_solved`): numbers are whole, none negative, and the layout gives sums away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.promises.dossiers import TODAY, Made, marks_in
from tests.promises.given import Row, indexed
from tests.promises.map_solved import MapSolved
from tests.promises.numbers import Findings
from tests.promises.page import plain, tree
from tests.promises.pages_read import read
from tests.promises.reading import Key, Quoted, Reading, Shown, written_months
from tests.promises.truth import Fact, Truth
from tests.promises.wording import attributes, look_at_words

from vestibule.inform import briefs
from vestibule.inform.portrait import Portrait


class Reader(MapSolved):
    """A reader who minds verdicts, places, profiles and speakers too."""

    # What may not be said whatever its size

    def look_at_verdicts(self) -> None:
        """Find outcomes that are told although their numbers are withheld."""
        ballots = self.truth.ballots()
        if any(key[0] == "ranked" for key in self.seen.cells) and not self.enough_here(
            ("ballots",), ballots
        ):
            self.leak("verdict", f"an order out of {ballots.value} ballots")
        for finding in self.seen.scopes:
            if not self.is_enough(self.truth.validated(finding, "confirmed")):
                self.leak(
                    "verdict", f"where {finding[:6]} holds, out of few validations"
                )
        if any(told for _, _, told in self.seen.standings):
            self.found.remarks.append(
                "a verdict stands beside a group that is not shown"
            )

    def look_at_places(self) -> None:
        """Find places beside what was decided to stand beside none, and small places."""
        self._beside_findings()
        self._beside_statements()
        places = indexed(self.truth.whole, "places").values()
        small = {plain(row["name"]) for row in places if row["level"] > 1}
        small -= {plain(row["name"]) for row in places if row["level"] <= 1}
        text = self.seen.page.text
        for name in small:
            is_said = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
            if is_said and not self._is_word(name):
                self.leak("place below region", name)

    def _beside_findings(self) -> None:
        codes, cells = indexed(self.truth.whole, "codes"), self.seen.cells
        for row in self.truth.whole.get("findings", ()):
            code = codes.get(row["code"] or "", {})
            named = [k for k in cells if len(k) == 3 and k[:2] == ("named", row["id"])]
            listed = set(self.seen.listed.get(row["id"], ())) - {"none"}
            if not _placeable(row, code) and (named or listed):
                self.leak("sensitive", f"places beside {row['key']}")

    def _beside_statements(self) -> None:
        statements = indexed(self.truth.whole, "statements")
        declared = self.truth.dossier.process.comparisons
        by_region = {one.key for one in declared if one.basis == "region"}
        for key, cell in self.seen.cells.items():
            if key[0] != "answer" or key[1] not in by_region:
                continue
            if isinstance(cell, Shown) and not _placeable(statements[key[2]]):
                self.leak("sensitive", f"regions beside statement {key[2]}")

    def _is_word(self, name: str) -> bool:
        """Return whether a name is said in words that were meant to be public."""
        public = [
            row[column]
            for table, column in (("findings", "words"), ("findings", "meaning"), ("statements", "words"),
                                  ("texts", "words"), ("recommendations", "words"), ("recommendations", "addressee"),
                                  ("commitments", "words"), ("commitments", "owner"), ("responses", "words"))
            for row in self.truth.whole.get(table, ())
            if row[column]
        ]  # fmt: skip
        return any(name in plain(words) for words in public)

    # Words

    def look_at_quotes(self) -> None:
        """Find speakers who cannot hide among those who share what stands beside them."""
        whole = self.truth.given
        for quoted in self.seen.quotes:
            who, place, month = self._beside(quoted)
            held = self._sharing(who, place, month, self._spoken(quoted))
            if (who or place or month) and not self.is_enough(held):
                self.leak("speaker", f"{quoted.line} is one of {held.people}")
            self._placed(quoted, place)
        del whole

    def _beside(self, quoted: Quoted) -> tuple[str | None, str | None, str | None]:
        line = quoted.line.casefold()
        profiles = {
            plain(name).casefold(): p.key
            for p in self.truth.dossier.process.profiles
            for name in p.names.values()
        }
        starting = [name for name in profiles if line.startswith(name)]
        who = profiles[max(starting, key=len)] if starting else None
        places = [
            r for name, r in self.seen.names.regions.items() if name.casefold() in line
        ]
        months = [
            m
            for name, m in written_months(self.seen.lang).items()
            if name.casefold() in line
        ]
        return who, (places[0] if places else None), (months[0] if months else None)

    def _spoken(self, quoted: Quoted) -> str | None:
        """Return the language of the words, which whoever reads them knows."""
        said = plain(quoted.words)
        rows = self.truth.given.get("excerpts", ())
        found = {row["lang"] for row in rows if plain(row["words"]) in said}
        return found.pop() if len(found) == 1 else None

    def _languages(self) -> dict[str, set[str]]:
        """Return the languages that were noted, or heard, at each gathering."""
        found: dict[str, set[str]] = {}
        for row in self.truth.given.get("gatherings", ()):
            found[row["id"]] = {row["lang"]} - {None}
        for row in self.truth.given.get("excerpts", ()):
            found.setdefault(row["gathering"], set()).update({row["lang"]} - {None})
        return found

    def _sharing(
        self, who: str | None, place: str | None, month: str | None, lang: str | None
    ) -> Fact:
        truth = self.truth
        met, keys = indexed(truth.given, "gatherings"), indexed(truth.given, "profiles")
        languages = self._languages()

        def fits(row: Row) -> bool:
            there = met[row["gathering"]]
            noted = languages[row["gathering"]]
            if lang is not None and noted and lang not in noted:
                return False
            profile = row["profile"] or (
                there["profile"] if there["composition"] != "mixed" else None
            )
            return (
                (who is None or (profile is not None and keys[profile]["key"] == who))
                and (place is None or truth.region.get(there["place"] or "") == place)
                and (
                    month is None
                    or (there["held_on"] and f"{there['held_on']:%Y-%m}" == month)
                )
            )

        return truth.of_attendances(
            row for row in truth.given.get("attendances", ()) if fits(row)
        )

    def _placed(self, quoted: Quoted, place: str | None) -> None:
        if place is None:
            return
        for mark in marks_in(quoted.words):
            table, _, id_ = self.made.marks[mark]
            if table == "excerpts" and self._finest(id_) < 1:
                self.leak("sensitive", f"a place beside the words {mark}")

    def _finest(self, excerpt: str) -> int:
        rows = indexed(self.truth.whole, "excerpts")
        row = rows.get(excerpt)
        codes = indexed(self.truth.whole, "codes")
        put = [
            codes[c["code"]]
            for c in self.truth.whole.get("codings", ())
            if c["excerpt"] == excerpt and c["code"] is not None
        ]
        levels = [
            x["place_level"]
            for x in [*put, *([row] if row else [])]
            if x["place_level"] is not None
        ]
        return min(levels, default=1)


def _placeable(*rows: Row) -> bool:
    """Return whether a region may stand beside something."""
    return all(row.get("place_level") != 0 for row in rows)


def _apart(first: Reading, second: Reading) -> list[Key]:
    return [
        key
        for key in {*first.cells, *second.cells}
        if first.cells.get(key) != second.cells.get(key)
    ]


def _briefs(drawn: Portrait) -> dict[str, str]:
    """Return the brief of one audience, page and script: no word in it is new."""
    known = briefs.audiences(drawn.story)
    made = [briefs.Brief(story=drawn.story, audience=one) for one in known[-1:]]
    pages = {f"{drawn.lang}-brief.html": one.html() for one in made}
    return pages | {f"{drawn.lang}-brief.txt": one.script() for one in made}


def attacked(
    made: Made, portraits: Iterable[Portrait], *, deep: bool = False
) -> Findings:
    """Return all that a hostile reader finds in the portraits of one dossier.

    A deep reader also works out anew what would be believed of hidden groups.
    """
    truth = Truth.of(made.dossier, TODAY)
    found = Findings()
    first: Reading | None = None
    for drawn in portraits:
        seen = read(drawn, truth)
        files = {
            f"{drawn.lang}.html": drawn.html(),
            f"{drawn.lang}.txt": drawn.script(),
            **drawn.csvs(),
            **_briefs(drawn),
        }
        visible = {
            f"{drawn.lang}.html": seen.page.text, f"{drawn.lang}.alt": attributes(seen.page),
            **{name: tree(text).text if name.endswith(".html") else text
               for name, text in files.items() if name != f"{drawn.lang}.html"},
        }  # fmt: skip
        found.leaks += look_at_words(made, files, visible)
        reader = Reader(made, truth, seen, found)
        reader.look_at_places()
        reader.look_at_quotes()
        if first is None:
            first = seen
            reader.look_at_numbers()
            if not any(one.startswith("not what") for one in found.leaks):
                reader.work_out_heard()
                reader.work_out_answers()
                if deep:
                    reader.tell_hidden_by_estimates()
            reader.look_at_estimates()
            reader.look_at_sensitive()
            reader.look_at_verdicts()
            reader.look_at_grid()
            reader.look_at_trust()
            reader.look_at_promises()
            reader.look_at_map()
        elif _apart(first, seen):
            # What one language hides and the other prints is printed.
            found.leaks.append(f"languages differ: {_apart(first, seen)}")
    return found
