"""A hostile reader of what the site serves: every file of every edition, and its headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from django.test import Client

from vestibule.dossier.records import Dossier
from vestibule.inform import pack, preparation
from vestibule.inform.pack import Pack
from vestibule.protect.cleared import Hidden
from vestibule.protect.editions.attacker import Found, Publication, attack

OWN_HEADERS = frozenset({
    "Cache-Control", "Content-Encoding", "Content-Language", "Content-Length", "Content-Security-Policy", "Content-Type",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "ETag", "Permissions-Policy", "Referrer-Policy",
    "Strict-Transport-Security", "Vary", "X-Content-Type-Options", "X-Frame-Options",
})  # fmt: skip
"""Headers of a public file: none says when anything was made, or by whom."""

DAY = re.compile(
    rb"(?<![\d-])(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?!\d)(?!-)"
)
"""A day as machines write it; a long number that looks like one has more digits."""

CLOCK = re.compile(
    rb"\b(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?\b|\b1[6-9]\d{8}(?:\d{3})?\b"
)
"""A time of day, or seconds since 1970."""

RUN = re.compile(rb"[0-9a-f]{12,}")
WINDOW = 12
"""Digits of an id that nobody meets by chance: hashes of files are long, and many."""


def served(client: Client, start: str = "/") -> dict[str, bytes]:
    """Return every file of an edition as the public gets it; its headers are checked."""
    sums = client.get(f"{start}SHA256SUMS")
    names = [line.partition("  ")[2] for line in sums.content.decode().splitlines()]
    found = {}
    for name in (*names, "SHA256SUMS"):
        answer = client.get(f"{start}{quote(name)}")
        assert answer.status_code == 200, name
        assert set(answer.headers) <= OWN_HEADERS, (name, answer.headers)
        assert not answer.cookies
        head = " ".join(f"{k}: {v}" for k, v in answer.headers.items() if k != "ETag")
        assert not DAY.search(head.encode())
        assert not CLOCK.search(head.encode())
        found[name] = answer.content
    return found


def traces(dossier: Dossier, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what no file may hold in any byte: internal ids, pseudonyms, days, clocks."""
    ids = {str(id_) for rows in dossier.tables.values() for id_ in rows["id"].to_list()}
    windows = {id_[i : i + WINDOW].encode() for id_ in ids for i in range(0, 32 - WINDOW + 1, 4)}  # fmt: skip
    secret = {one.encode() for one in _pseudonyms(dossier)}
    for name, content in files.items():
        for one in (name.encode(), content):
            for run in RUN.findall(one):
                if any(run[i : i + WINDOW] in windows for i in range(len(run) - WINDOW + 1)):  # fmt: skip
                    yield f"{name}: an internal id in {run!r}"
            words = set(re.findall(rb"[\w.:-]+", one))
            yield from (f"{name}: who: {who!r}" for who in secret & words)
        if name != "SHA256SUMS":
            yield from (f"{name}: a day: {day!r}" for day in DAY.findall(content))
            bare = re.sub(rb"<style.*?</style>|<svg.*?</svg>", b"", content, flags=re.DOTALL)  # fmt: skip
            yield from (f"{name}: a clock: {one!r}" for one in CLOCK.findall(bare))


def _pseudonyms(dossier: Dossier) -> Iterator[str]:
    """Yield how people and sites are called within: with a digit, so that it is no word."""
    for name, rows in dossier.tables.items():
        columns = {"origin", "by", "pseudonym", "facilitator", "coder", "code"} & {*rows.columns}  # fmt: skip
        if name == "codes" or name == "findings":
            columns -= {"code"}
        for column in columns - {"code"} | (
            {"code"} if name == "gatherings" else set()
        ):
            for said in rows[column].drop_nulls().unique().to_list():
                if re.search(r"\d", said) and len(said) > 3:
                    yield said


def recovered(editions: Mapping[int, tuple[Dossier, Pack]], today: object) -> tuple[Found, ...]:  # fmt: skip
    """Return which hidden number of any edition a reader of all of them works out."""
    from tests.protect.editions.reading import cells_of, guards

    asked, zero = [], set()
    for number, (dossier, made) in editions.items():
        draft = preparation.drafted(dossier, today=today, seed=1)  # type: ignore[arg-type]
        tables, rules = pack.unpublished(draft), dossier.process.disclosure
        hidden = {key for key, cell in made.edition.cells.items() if isinstance(cell, Hidden)}  # fmt: skip
        truth = cells_of(tables)
        for guard in guards(made.edition, tables, rules):
            key = guard.number[2]
            if key in hidden:  # what counts gatherings is hidden among fewer of them
                least = rules.people if truth[key].counts == "people" else rules.gatherings  # fmt: skip
                asked.append(replace(guard, possible=least))
        zero |= {(number, part, key) for key, cell in truth.items() if cell.barred is not None for part in ("n", "of")}  # fmt: skip
    if not editions:  # a safeguard kept all of them back: nothing is served
        return ()
    last = editions[max(editions)][1].edition
    public = Publication(editions=last.ledger.editions, may_be_zero=frozenset(zero))  # type: ignore[arg-type]
    return attack(public, asked)
