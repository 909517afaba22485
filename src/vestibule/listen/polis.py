"""Which records does a conversation exported by Polis hold?

An export is a folder with ``comments.csv``, ``summary.csv`` and ``votes.csv``
(every vote ever cast) or, where that is absent, ``participants-votes.csv`` (the
matrix of last votes). In exports 1 is agree and -1 disagree; inside Polis it is
the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from vestibule import errors
from vestibule.dossier import declaration, folding
from vestibule.dossier.declaring import touching
from vestibule.dossier.process import Process
from vestibule.dossier.tables.statements import UNDECIDED
from vestibule.listen import arrivals, exports
from vestibule.listen.problems import refuse

UNKNOWN = "und"
"""The tag of a language that nobody named."""

PUBLISHED_CONSENT = 3
"""An exported conversation was public: its aggregates may be published."""


def read(
    folder: Path, *, process_key: str, sensitive_words: Iterable[str] = ()
) -> arrivals.Incoming:
    """Read a Polis export.

    Every vote is kept, in the order of the file within equal times, so that the
    last by time is current. The conversation is one gathering of kind
    ``online``; each participant attended it.

    Parameters
    ----------
    folder : Path
        The export.
    process_key : str
        Key of the process it goes into.
    sensitive_words : iterable of str
        Words of the process that make a statement wait, beside the general ones.

    Returns
    -------
    Incoming
        Rows of people, gatherings, attendances, statements and votes.

    Notes
    -----
    Participants are those who voted, and those the matrix lists. An author who
    is neither is the conversation's owner: the statement is a seed without an
    author. Statements without any text are kept, as “(no text)”, because their
    votes count in Polis. Nobody here chose these sentences: one that touches what can
    be turned against people (`touching`) is *undecided*, and not published, until
    someone has read it.
    """
    try:
        files = _files(folder)
        rows = _rows(folder, files)
    except errors.ProblemsFound as found:
        return arrivals.Incoming(
            tables={}, problems=found.problems, origin="", source_hash=""
        )
    source = arrivals.source_hash_of(files)
    origin = arrivals.origin_of(source)
    rows["statements"] = _marked(rows["statements"], tuple(sensitive_words))
    tables = _linked(rows, process_key, source)
    return arrivals.Incoming(
        tables=arrivals.recorded(tables, origin=origin),
        problems=(),
        origin=origin,
        source_hash=source,
        counts={name: frame.height for name, frame in tables.items()},
    )


def refuse_absent(folder: Path) -> None:
    """Refuse an export whose folder is not there: it, not a file in it, is missing."""
    if not folder.is_dir():
        raise refuse("file-missing", file=str(folder))


def _files(folder: Path) -> dict[str, Path]:
    """Return the files of an export that are read, by name."""
    refuse_absent(folder)
    cast = "votes.csv"
    if not (folder / cast).exists():
        cast = "participants-votes.csv"
    names = ["comments.csv", "summary.csv", cast]
    if (folder / "participants-votes.csv").exists():
        names.append("participants-votes.csv")
    return {name: folder / name for name in names}


def _rows(folder: Path, files: dict[str, Path]) -> dict[str, pl.DataFrame]:
    """Return checked rows with Polis' own numbers as keys."""
    comments = exports.statement_rows(files["comments.csv"])
    cast, listed = exports.vote_rows(files)
    voters = pl.concat([cast["voter"], listed]).unique().sort()
    spoken = pl.concat([comments["key"], cast["key"].unique()]).unique()
    statements = (
        spoken.to_frame()
        .join(comments, on="key", how="left")
        .sort(pl.col("key").cast(pl.Int64))
        .with_columns(
            pl.col("words").fill_null("(no text)"),
            pl.col("moderation").fill_null("waiting"),
        )
    )
    return {
        "summary": pl.DataFrame({"code": [_code(folder, exports.told(folder))]}),
        "people": voters.to_frame("voter").sort(pl.col("voter").cast(pl.Int64)),
        "statements": statements,
        "votes": cast,
    }


def _marked(statements: pl.DataFrame, more: tuple[str, ...]) -> pl.DataFrame:
    """Return statements with those that a person must read first as undecided."""
    marks = [
        UNDECIDED if touching.touched(words, more) else None
        for words in statements["words"]
    ]
    return statements.with_columns(pl.Series("sensitivity", marks, dtype=pl.String))


def _linked(
    rows: dict[str, pl.DataFrame], process_key: str, source: str
) -> dict[str, pl.DataFrame]:
    """Return the rows of each table, with ids and with references by id."""

    def own(frame: pl.DataFrame, table: str, keys: pl.Series) -> pl.DataFrame:
        return arrivals.with_ids(
            frame, table, keys=keys, process_key=process_key, source=source
        )

    code = rows["summary"]["code"]
    meeting = own(
        pl.DataFrame({"code": code, "kind": "online", "consent": PUBLISHED_CONSENT}),
        "gatherings",
        code,
    )
    here = pl.lit(meeting["id"][0]).alias("gathering")
    voters = rows["people"]["voter"]
    people = own(
        pl.select(("p" + voters).alias("pseudonym")), "people", voters
    ).with_columns(voters.alias("voter"))
    present = pl.DataFrame({"person": people["id"]}).with_columns(
        here, pl.lit(1).alias("n"), pl.lit("consulted").alias("capacity")
    )
    statements = _statements(rows["statements"], people)
    statements = own(statements, "statements", statements["key"]).with_columns(here)
    votes = rows["votes"]
    votes = own(votes, "votes", votes["row"])
    votes = (
        votes.join(
            people.select("voter", person="id"),
            on="voter",
            how="left",
            maintain_order="left",
        )
        .join(
            statements.select("key", statement="id"),
            on="key",
            how="left",
            maintain_order="left",
        )
        .with_columns(here)
        .select("id", "at", "person", "statement", "gathering", "vote")
    )
    return {
        "people": people.drop("voter"),
        "gatherings": meeting,
        "attendances": own(present, "attendances", voters),
        "statements": statements,
        "votes": votes,
    }


def _statements(rows: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Return statements with their author where a participant wrote them."""
    authored = rows.join(
        people.select(pl.col("voter").alias("author_key"), author="id"),
        on="author_key",
        how="left",
        maintain_order="left",
    )
    source = (
        pl.when(pl.col("meta"))
        .then(pl.lit("meta"))
        .when(pl.col("author").is_null() | pl.col("seed"))
        .then(pl.lit("seed"))
        .otherwise(pl.lit("participant"))
    )
    return authored.select(
        "key",
        "words",
        source.alias("source"),
        "moderation",
        "author",
        "sensitivity",
        "at",
    )


def _code(folder: Path, summary: dict[str, str]) -> str:
    """Return the conversation's own code: the end of its address, else the folder."""
    return summary.get("url", "").rstrip("/").rsplit("/", 1)[-1] or slug(folder.name)


def slug(name: str) -> str:
    """Return a name as a key: lower case, hyphens, nothing else.

    >>> slug("Scoop-HiveMind.biodiversité 2")
    'scoop-hivemind-biodiversite-2'

    Returns
    -------
    str
        A name as a key: lower case, hyphens, nothing else.
    """
    words = re.findall(r"[a-z0-9]+", " ".join(folding.words(name)))
    return "-".join(words) or "conversation"


def process_from_summary(
    folder: Path, *, key: str | None = None, lang: str = UNKNOWN
) -> Process:
    """Return the process of a conversation that comes without one.

    It has a title and a question, and neither places nor comparisons: an export
    says nothing about who the participants are.

    Parameters
    ----------
    folder : Path
        The export.
    key : str or None
        Key of the process; by default the folder's name as a key.
    lang : str
        Tag of the language in which title and question are; an export does not say,
        and it is not guessed: a page then lets the script tell its direction.

    Returns
    -------
    Process
        With its ``process.toml`` as `text`.

    Raises
    ------
    ProblemsFound
        If ``summary.csv`` cannot be read.
    """
    summary = exports.told(folder)
    key = key or slug(folder.name)
    title = _one_line(summary.get("topic", "")) or key
    question = _one_line(summary.get("conversation-description", "")) or title
    process = Process(key=key, titles={lang: title}, question={lang: question})
    return declaration.parse(declaration.to_text(process))


def _one_line(text: str) -> str:
    """Return text without the marks and addresses of Markdown, on one line."""
    linked = re.sub(r"\[([^\]]*)\]\([^)\s]*\)", r"\1", text)
    return " ".join(re.sub(r"[*_]{2,}|(?m:^\s*[*#>-]+\s)", " ", linked).split())


def published_groups(folder: Path) -> pl.DataFrame:
    """Return the groups that Polis published with the export, for audits.

    They are the result of an analysis, not records: they never enter a dossier.

    Parameters
    ----------
    folder : Path
        The export.

    Returns
    -------
    pl.DataFrame
        One row per participant of the matrix: ``pseudonym``, ``group`` (whole
        number, missing where Polis placed them in none). No rows where the
        export has no matrix.

    Raises
    ------
    ProblemsFound
        If the matrix is there and cannot be read.
    """
    path = folder / "participants-votes.csv"
    if not path.exists():
        return pl.DataFrame(schema={"pseudonym": pl.String, "group": pl.Int64})
    frame = exports.text_frame(path, ("participant", "group-id"))
    return frame.select(
        ("p" + exports.whole("participant")).alias("pseudonym"),
        exports.whole("group-id").cast(pl.Int64).alias("group"),
    )
