"""What should be in no file: sealed words, ids, exact days, shares of a nation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.promises.dossiers import TODAY, Made, marks_in
from tests.promises.given import objectable, quotable
from tests.promises.page import Node, plain


def attributes(page: Node) -> str:
    """Return everything a page says that is not seen: titles, alternatives, labels."""
    names = (
        "alt",
        "title",
        "aria-label",
        "aria-description",
        "content",
        "summary",
        "label",
        "placeholder",
    )
    return " ".join(
        node.attributes[name]
        for node in page.all()
        for name in names
        if name in node.attributes
    )


def look_at_words(
    made: Made, files: Mapping[str, str], visible: Mapping[str, str]
) -> list[str]:
    """Return what should be in no file, whatever it says.

    Parameters
    ----------
    made : Made
        The dossier.
    files : mapping of str to str
        Everything published, as bytes would be: page, script, CSV.
    visible : mapping of str to str
        The same without style and drawing.
    """
    found: list[str] = []
    found += _sealed(made, files)
    found += _ids(made, files)
    found += _days(made, visible)
    found += _nations(made, visible)
    return found


def _sealed(made: Made, files: Mapping[str, str]) -> list[str]:
    quoted, objected = quotable(made.dossier, TODAY), objectable(made.dossier, TODAY)
    texts = {row["id"]: row for row in made.dossier.table("texts").to_dicts()}
    current = {
        table: {row["id"] for row in made.dossier.current(table).to_dicts()}
        for table in ("excerpts", "validations", "texts")
    }
    first = _firsts(made)
    found = []
    for name, text in files.items():
        for mark in set(marks_in(text)):
            table, column, id_ = made.marks[mark]
            may = False
            if table == "excerpts":
                may = (
                    first["excerpts"].get(id_, id_) in quoted and id_ in current[table]
                )
            elif (table, column) == ("validations", "objection"):
                may = (
                    first["validations"].get(id_, id_) in objected
                    and id_ in current[table]
                )
            elif (
                table == "texts"
                and texts[id_]["state"] != "draft"
                and id_ in current[table]
            ):
                row = texts[id_]
                may = first["excerpts"].get(
                    row["excerpt"], row["excerpt"]
                ) in quoted or (
                    first["validations"].get(row["validation"], row["validation"])
                    in objected
                    and row["field"] == "objection"
                )
            if not may:
                found.append(f"sealed words: {table}.{column} {id_} in {name}")
    return found


def _firsts(made: Made) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for table in ("excerpts", "validations"):
        prior = {
            row["id"]: row["supersedes"].split(" ")[0]
            for row in made.dossier.table(table).to_dicts()
            if row["supersedes"]
        }
        found[table] = {}
        for id_ in prior:
            here = id_
            while here in prior:
                here = prior[here]
            found[table][id_] = here
    return found


def _ids(made: Made, files: Mapping[str, str]) -> list[str]:
    ids = {id_ for rows in made.dossier.tables.values() for id_ in rows["id"].to_list()}
    starts = {id_[:8] for id_ in ids}
    origins = {
        o
        for rows in made.dossier.tables.values()
        for o in rows["origin"].unique().to_list()
    }
    origins |= {
        b
        for rows in made.dossier.tables.values()
        for b in rows["by"].drop_nulls().unique().to_list()
    }
    found = []
    for name, text in files.items():
        bare = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
        runs = re.findall(r"[0-9a-f]{8,}", bare)
        hits = [
            run
            for run in runs
            if any(run[i : i + 8] in starts for i in range(len(run) - 7))
        ]
        found += [f"internal id: {hit} in {name}" for hit in hits]
        words = set(re.findall(r"[\w:-]+", re.sub(r"<[^>]*>", " ", bare)))
        found += [
            f"internal id: origin {o} in {name}"
            for o in origins & words
            if re.search(r"[-:\d]", o)
        ]
    return found


MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "January February March April May June July August September October November December"
).replace(" ", "|")

DAYS = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)?\d\d\b|"
    rf"\b(?:\d{{1,2}}|1er)(?:st|nd|rd|th)? (?:of )?(?:{MONTHS})\b|\b(?:{MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?(?:,|\b(?!\d))",
    re.IGNORECASE,
)
"""An exact day, as people and machines write it."""


def _days(made: Made, visible: Mapping[str, str]) -> list[str]:
    return [
        f"exact date: {match} in {name}"
        for name, text in visible.items()
        for match in DAYS.findall(plain(text))
    ]


def _nations(made: Made, visible: Mapping[str, str]) -> list[str]:
    process = made.dossier.process
    names = [*process.country_names.values(), *process.demonyms]
    bare = [
        re.escape(re.sub(r"^(?:la|le|les|l')\s*", "", plain(n), flags=re.IGNORECASE))
        for n in names
    ]
    if not bare:
        return []
    nation = "|".join(sorted(bare, key=len, reverse=True))
    share = r"(?:%|percent|per cent|pour cent|sur 100|sur cent|in 100|of 100|in a hundred|of every 100)"
    near = re.compile(
        rf"{share}[^.!?]{{0,40}}?\b(?:{nation})s?\b|\b(?:{nation})s?\b[^.!?]{{0,40}}?{share}",
        re.IGNORECASE,
    )
    return [
        f"share of a nation: {match.group(0)} in {name}"
        for name, text in visible.items()
        for match in near.finditer(plain(text))
    ]
