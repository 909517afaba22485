"""Which codes, excerpts and codings does a coded project bring to a dossier?

Only what was coded comes in: the rest of a transcript is testimony, which a
dossier never holds. Nothing that comes in is reviewed, and nothing is quotable by
coming in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from vestibule import errors
from vestibule.dossier import ids, lineage
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.listen import arrivals, guards
from vestibule.listen.linking import Names
from vestibule.listen.problems import refuse
from vestibule.listen.records import content_hash
from vestibule.listen.refi import (
    codebook,
    coders,
    elements,
    mapping,
    parcels,
    project,
    sources,
)
from vestibule.listen.refi.segments import Excerpt, Read, Reader
from vestibule.listen.refi.standing import Standing

KINDS = (".qdc", ".qdpx")
"""Files that hold a codebook, and a project."""

LONGEST_CODEBOOK = guards.Limits(file_bytes=50 * guards.MB)
"""A codebook is a list of words: what is longer is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What a coded project brings.

    Parameters
    ----------
    incoming : Incoming
        Rows of codes, excerpts and codings, or every problem found.
    left : mapping of str to int
        What was left aside: ``withdrawn`` (segments and codings whose record was
        taken back here), ``empty`` (segments without a word), ``wordless``
        (segments of pictures, sound and pages), ``mapped`` (segments of sources
        that the map leaves out). Those without any are not listed.
    """

    incoming: arrivals.Incoming
    left: Mapping[str, int] = field(default_factory=dict)


def read(
    path: Path,
    dossier: Dossier,
    *,
    gatherings: Path | None = None,
    reserved: Collection[str] = (),
) -> Coded:
    """Read a REFI-QDA codebook (`.qdc`) or project (`.qdpx`).

    Parameters
    ----------
    path : Path
        The file.
    dossier : Dossier
        Where it is to go: its gatherings, profiles and codes may be named.
    gatherings : Path or None
        A map from sources to gatherings: see `mapping.read`. Without it, a source
        belongs to the gathering that a variable ``gathering`` says, or whose code
        is its name.
    reserved : collection of str
        Coders who speak for themselves: what a project says in such a name, and the
        dossier does not hold, is called as another's.

    Returns
    -------
    Coded
        With every problem, where there is any.

    Notes
    -----
    Segments on the same words of a source are one excerpt, whoever coded them. An
    excerpt is known by its GUID where we wrote the project, else by its gathering,
    its words, and how many in the gathering say the same before it. What the
    dossier holds is not repeated, what was taken back from it does not come back.
    Codes are known as `codebook.sorted_out` says, coders are called as
    `coders.pseudonyms` says. It must not be used to tell how people felt about a
    code: stances and roles come in only from projects written here.

    References
    ----------
    .. [1] REFI-QDA Standard 1.5 (2019), sections 8 to 10: container, sources,
       positions of segments. How positions are really counted: see `deciding`.
    """
    try:
        return _read(path, dossier, gatherings, reserved)
    except errors.ProblemsFound as refused:
        return Coded(incoming=_refused(refused.problems, path))


def _read(
    path: Path, dossier: Dossier, gatherings: Path | None, reserved: Collection[str]
) -> Coded:
    said, texts = _project(path)
    chart = mapping.read(gatherings) if gatherings else mapping.Map(rows={})
    standing = Standing.of(dossier)
    book = codebook.sorted_out(said, standing, path.name)
    finder = sources.Sources(
        project=said,
        texts=texts,
        map=chart,
        names=Names.of(lineage.settled(dossier)),
        dossier=lineage.settled(dossier),
        file=path.name,
    )
    called = coders.pseudonyms(
        said.users,
        process_key=dossier.process.key,
        origin=said.origin,
        known={coder for _, _, coder, _ in standing.codings},
        reserved=reserved,
    )
    reader = Reader(
        project=said,
        book=book,
        coders=called,
        signed={called[guid]: name for guid, name in said.users.items()},
        standing=standing,
        file=path.name,
    )
    placed = finder.placed()
    for one, spans in zip(placed, finder.spans(placed), strict=True):
        reader.add(one.source, one.heard, spans, one.text.whole)
    problems = [*book.problems, *finder.problems, *reader.read.problems]
    if problems:
        return Coded(incoming=_refused(tuple(problems), path))
    left = {
        **reader.read.left,
        "wordless": said.wordless,
        "mapped": finder.left,
    }
    return Coded(
        incoming=_accepted(path, dossier, book, reader.read, standing),
        left={name: n for name, n in left.items() if n},
    )


def _project(path: Path) -> tuple[project.Project, Mapping[str, bytes]]:
    """Return what a file says, and the texts beside it."""
    suffix = path.suffix.lower()
    if suffix not in KINDS:
        raise refuse(
            "file-kind", file=path.name, suffix=suffix, allowed=", ".join(KINDS)
        )
    if suffix == ".qdpx":
        parcel = parcels.opened(path)
        content, texts = parcel.project, parcel.texts
        part = "project.qde"
    else:
        guards.present_file(path, path.name, LONGEST_CODEBOOK)
        content, texts, part = path.read_bytes(), {}, path.name
    root = elements.root_of(content, path.name, part)
    return project.read(root, path.name), texts


def _refused(problems: tuple[errors.Problem, ...], path: Path) -> arrivals.Incoming:
    source = content_hash(path) if path.is_file() else hashlib.sha256().hexdigest()
    return arrivals.Incoming(
        tables={},
        problems=problems,
        origin=arrivals.origin_of(source),
        source_hash=source,
    )


def _accepted(
    path: Path,
    dossier: Dossier,
    book: codebook.Book,
    read: Read,
    standing: Standing,
) -> arrivals.Incoming:
    """Return what is new as records.

    Their origin is a hash of the file *and* of the rows it gave here: where the
    dossier held part of it, the rest is a source of its own, which must not carry
    the ids and numbers that the whole file would give elsewhere.

    Returns
    -------
    Incoming
        Rows of codes, excerpts and codings.
    """
    _number(read.excerpts, standing)
    content = content_hash(path)
    source = hashlib.sha256(
        json.dumps([content, _outline(book, read)], sort_keys=True).encode()
    ).hexdigest()
    origin = arrivals.origin_of(source)

    def new_id(table: str, key: str) -> str:
        return ids.derived_id(dossier.process.key, origin, table, key)

    codes = {
        guid: new_id("codes", str(code.row["key"])) for guid, code in book.new.items()
    }
    above = {**book.known, **codes}
    by_key = {str(code.row["key"]): codes[guid] for guid, code in book.new.items()}
    rows: dict[str, list[dict[str, object]]] = {
        "codes": [
            {**code.row, "id": codes[guid], "parent": above.get(code.parent or "")}
            for guid, code in book.new.items()
        ],
        "excerpts": [
            {**each.row, "id": new_id("excerpts", each.key)} for each in read.excerpts
        ],
        "codings": [
            {
                "id": new_id("codings", key),
                "excerpt": each.excerpt.known or new_id("excerpts", each.excerpt.key),
                "code": each.code or by_key[each.code_key],
                "coder": each.coder,
                "stance": each.stance,
                "role": each.role,
                "at": each.at,
            }
            for key, each in read.codings.items()
        ],
    }
    known = {"codes": len({*book.known.values()}), **read.known}
    return arrivals.Incoming(
        tables=arrivals.recorded(_frames(rows), origin=origin),
        problems=(),
        origin=origin,
        source_hash=source,
        counts={name: len(each) + known.get(name, 0) for name, each in rows.items()},
        known=known,
    )


def _outline(book: codebook.Book, read: Read) -> object:
    """Return everything that tells one set of new rows from another."""
    return [
        [
            [code.row, code.parent, book.known.get(code.parent or "")]
            for code in book.new.values()
        ],
        [[each.key, each.row] for each in read.excerpts],
        [[key, each.excerpt.known, each.code] for key, each in read.codings.items()],
    ]


def _number(excerpts: list[Excerpt], standing: Standing) -> None:
    """Give each new excerpt a number of its own in its gathering.

    The number that we wrote in its name is kept where it is free.
    """
    taken: dict[str, set[int]] = {}
    for each in excerpts:
        meeting, wanted = str(each.row["gathering"]), each.row["position"]
        used = taken.setdefault(meeting, set())
        fresh = isinstance(wanted, int) and wanted > standing.last.get(meeting, 0)
        if fresh and wanted not in used:
            used.add(int(str(wanted)))
        else:
            each.row["position"] = None
    for each in excerpts:
        if each.row["position"] is None:
            meeting = str(each.row["gathering"])
            used = taken[meeting]
            free = max([standing.last.get(meeting, 0), *used]) + 1
            used.add(free)
            each.row["position"] = free


def _frames(rows: Mapping[str, list[dict[str, object]]]) -> dict[str, pl.DataFrame]:
    frames = {}
    for table, found in rows.items():
        types = TABLES[table].polars_schema
        own = ["id", *(column.name for column in TABLES[table].own)]
        own += ["at"] if table == "codings" else []
        schema = {name: types[name] for name in own}
        frames[table] = pl.DataFrame(found, schema=schema)
    return frames
