"""Which records does a conversation exported by Polis hold?

An export is a folder with ``comments.csv``, ``summary.csv`` and ``votes.csv``
(every vote ever cast) or, where that is absent, ``participants-votes.csv`` (the
matrix of last votes). In exports 1 is agree and -1 disagree; inside Polis it is
the other way round.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from vestibule import errors
from vestibule.dossier import declaration, folding
from vestibule.dossier.process import Process
from vestibule.listen import arrivals, guards
from vestibule.listen.problems import problem, refuse

COMMENTS = ("timestamp", "comment-id", "author-id", "moderated", "comment-body")
VOTES = ("timestamp", "comment-id", "voter-id", "vote")

MODERATION = {"-1": "out", "0": "waiting", "1": "in"}
"""Polis' moderation to ours; empty means nobody looked yet."""

SECONDS_UNTIL = 100_000_000_000
"""Timestamps below it are seconds (until the year 5138), above milliseconds."""

PUBLISHED_CONSENT = 3
"""An exported conversation was public: its aggregates may be published."""


def read(folder: Path, *, process_key: str) -> arrivals.Incoming:
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

    Returns
    -------
    Incoming
        Rows of people, gatherings, attendances, statements and votes.

    Notes
    -----
    Participants are those who voted, and those the matrix lists. An author who
    is neither is the conversation's owner: the statement is a seed without an
    author. Statements without any text are kept, as “(no text)”, because their
    votes count in Polis.
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
    tables = _linked(rows, process_key, source)
    return arrivals.Incoming(
        tables=arrivals.recorded(tables, origin=origin),
        problems=(),
        origin=origin,
        source_hash=source,
        counts={name: frame.height for name, frame in tables.items()},
    )


def _files(folder: Path) -> dict[str, Path]:
    """Return the files of an export that are read, by name."""
    if not folder.is_dir():
        raise refuse("file-missing", file=str(folder))
    cast = "votes.csv"
    if not (folder / cast).exists():
        cast = "participants-votes.csv"
    names = ["comments.csv", "summary.csv", cast]
    if (folder / "participants-votes.csv").exists():
        names.append("participants-votes.csv")
    return {name: folder / name for name in names}


def _rows(folder: Path, files: dict[str, Path]) -> dict[str, pl.DataFrame]:
    """Return checked rows with Polis' own numbers as keys."""
    comments = _comments(files["comments.csv"])
    cast, listed = _votes(files)
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
        "summary": pl.DataFrame({"code": [_code(folder, _summary(folder))]}),
        "people": voters.to_frame("voter").sort(pl.col("voter").cast(pl.Int64)),
        "statements": statements,
        "votes": cast,
    }


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
        "key", "words", source.alias("source"), "moderation", "author", "at"
    )


def _frame(path: Path, needed: Sequence[str]) -> pl.DataFrame:
    """Return a CSV as text cells, its header checked."""
    text = guards.text_of(path)
    try:
        frame = pl.read_csv(io.StringIO(text), infer_schema=False)
    except pl.exceptions.PolarsError:
        raise refuse("broken-quotes", file=path.name) from None
    for name in frame.columns:
        if name.endswith("_duplicated_0"):
            first = name.removesuffix("_duplicated_0")
            raise refuse("duplicate-column", file=path.name, line=1, name=first)
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        raise errors.ProblemsFound(
            problem("missing-column", file=path.name, line=1, name=name)
            for name in missing
        )
    return frame


def _comments(path: Path) -> pl.DataFrame:
    """Return one row per statement: key, words, moderation, author_key, at."""
    frame = _frame(path, COMMENTS)
    _refuse_cells(
        frame,
        path.name,
        {
            "comment-id": ("not-whole", _is_number("comment-id")),
            "moderated": ("not-a-term", pl.col("moderated").is_in([*MODERATION, ""])),
            "timestamp": ("not-a-moment", _is_number("timestamp")),
        },
    )
    again = frame.filter(pl.col("comment-id").is_duplicated())
    if again.height:
        value = again["comment-id"][0]
        lines = frame.with_row_index().filter(pl.col("comment-id") == value)["index"]
        raise refuse(
            "duplicate-key",
            file=path.name,
            line=_line(frame, lines[1]),
            column="comment-id",
            value=value,
            first=_line(frame, lines[0]),
        )
    words = pl.col("comment-body").str.strip_chars()
    return frame.select(
        _number("comment-id").alias("key"),
        pl.when(words != "").then(words).alias("words"),
        pl.col("moderated")
        .replace_strict(MODERATION, default="waiting")
        .alias("moderation"),
        _number("author-id").alias("author_key"),
        _moment().alias("at"),
        _yes(frame, "is-meta").alias("meta"),
        _yes(frame, "is-seed").alias("seed"),
    )


def _votes(files: dict[str, Path]) -> tuple[pl.DataFrame, pl.Series]:
    """Return every vote, and the participants that the matrix lists."""
    listed = pl.Series("voter", [], dtype=pl.String)
    matrix = None
    if "participants-votes.csv" in files:
        matrix = _frame(files["participants-votes.csv"], ("participant",))
        listed = matrix.select(_number("participant").alias("voter")).to_series()
    if "votes.csv" in files:
        return _cast(files["votes.csv"]), listed
    if matrix is None:
        raise refuse("file-missing", file="votes.csv")
    return _unfolded(matrix, "participants-votes.csv"), listed


def _cast(path: Path) -> pl.DataFrame:
    """Return one row per vote cast: row, key, voter, vote, at."""
    frame = _frame(path, VOTES)
    _refuse_cells(
        frame,
        path.name,
        {
            "vote": ("not-a-vote", pl.col("vote").is_in(["-1", "0", "1"])),
            "comment-id": ("not-whole", _is_number("comment-id")),
            "voter-id": ("not-whole", _is_number("voter-id")),
            "timestamp": ("not-a-moment", _is_number("timestamp")),
        },
    )
    return frame.select(
        pl.int_range(pl.len()).cast(pl.String).alias("row"),
        _number("comment-id").alias("key"),
        _number("voter-id").alias("voter"),
        pl.col("vote").cast(pl.Int64),
        _moment().alias("at"),
    )


def _unfolded(matrix: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return one row per filled cell of the matrix, without a time."""
    columns = [column for column in matrix.columns if column.isdigit()]
    cells = pl.any_horizontal(
        pl.col(columns).is_not_null() & ~pl.col(columns).is_in(["-1", "0", "1"])
    )
    wrong = matrix.with_row_index().filter(cells)
    if wrong.height:
        row = wrong.row(0, named=True)
        column, value = next(
            (c, row[c]) for c in columns if row[c] not in (None, "-1", "0", "1")
        )
        raise refuse(
            "not-a-vote",
            file=name,
            line=_line(matrix, row["index"]),
            column=column,
            value=value,
        )
    votes = matrix.select("participant", *columns).unpivot(
        index="participant", variable_name="key", value_name="vote"
    )
    return votes.drop_nulls("vote").select(
        pl.concat_str("participant", "key", separator="/").alias("row"),
        "key",
        pl.col("participant").alias("voter"),
        pl.col("vote").cast(pl.Int64),
        pl.lit(None, dtype=pl.Datetime("ms", "UTC")).alias("at"),
    )


def _refuse_cells(
    frame: pl.DataFrame, name: str, rules: dict[str, tuple[str, pl.Expr]]
) -> None:
    """Raise with the first wrong cells of each column, all columns together."""
    found = []
    for column, (code, right) in rules.items():
        wrong = frame.with_row_index().filter(~right.fill_null(value=False))
        found += [
            problem(
                code if value is not None else "missing-value",
                file=name,
                line=_line(frame, index),
                column=column,
                value=value,
                allowed=", ".join(MODERATION),
            )
            for index, value in wrong.select("index", column).head(20).iter_rows()
        ]
    if found:
        raise errors.ProblemsFound(found)


def _line(frame: pl.DataFrame, row: int) -> int:
    """Return the line on which a row starts; a text may run over several."""
    breaks = pl.sum_horizontal(pl.all().str.count_matches("\n").fill_null(0))
    return 2 + row + int(frame.head(row).select(breaks.sum()).item())


def _is_number(column: str) -> pl.Expr:
    return pl.col(column).str.contains(r"^\s*\d{1,15}\s*$")


def _number(column: str) -> pl.Expr:
    """Return whole numbers as text in their one form: no space, no leading zero."""
    return pl.col(column).str.strip_chars().cast(pl.Int64, strict=False).cast(pl.String)


def _moment() -> pl.Expr:
    number = pl.col("timestamp").str.strip_chars().cast(pl.Int64)
    ms = pl.when(number < SECONDS_UNTIL).then(number * 1000).otherwise(number)
    return pl.from_epoch(ms, time_unit="ms").dt.replace_time_zone("UTC")


def _yes(frame: pl.DataFrame, column: str) -> pl.Expr:
    if column not in frame.columns:
        return pl.lit(value=False)
    return (
        pl.col(column)
        .str.to_lowercase()
        .is_in(["true", "t", "1"])
        .fill_null(value=False)
    )


def _summary(folder: Path) -> dict[str, str]:
    """Return what ``summary.csv`` says, by its own keys."""
    text = guards.text_of(folder / "summary.csv")
    frame = pl.read_csv(
        io.StringIO(text),
        has_header=False,
        infer_schema=False,
        truncate_ragged_lines=True,
    )
    if frame.width < 2:
        raise refuse("missing-column", file="summary.csv", name="topic")
    pairs = frame.select(pl.nth(0, 1)).fill_null("").iter_rows()
    return {key: value.strip() for key, value in pairs}


def _code(folder: Path, summary: dict[str, str]) -> str:
    """Return the conversation's own code: the end of its address, else the folder."""
    return summary.get("url", "").rstrip("/").rsplit("/", 1)[-1] or slug(folder.name)


def slug(name: str) -> str:
    """Return a name as a key: lower case, hyphens, nothing else.

    >>> slug("Scoop-HiveMind.biodiversité 2")
    'scoop-hivemind-biodiversite-2'
    """
    words = re.findall(r"[a-z0-9]+", " ".join(folding.words(name)))
    return "-".join(words) or "conversation"


def process_from_summary(
    folder: Path, *, key: str | None = None, lang: str = "en"
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
        Tag of the language in which title and question are; an export does not say.

    Returns
    -------
    Process
        With its ``process.toml`` as `text`.

    Raises
    ------
    ProblemsFound
        If ``summary.csv`` cannot be read.
    """
    summary = _summary(folder)
    key = key or slug(folder.name)
    title = _one_line(summary.get("topic", "")) or key
    question = _one_line(summary.get("conversation-description", "")) or title
    process = Process(key=key, titles={lang: title}, question={lang: question})
    return declaration.parse(declaration.to_text(process))


def _one_line(text: str) -> str:
    return " ".join(text.split())


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
    frame = _frame(path, ("participant", "group-id"))
    return frame.select(
        ("p" + _number("participant")).alias("pseudonym"),
        _number("group-id").cast(pl.Int64).alias("group"),
    )
