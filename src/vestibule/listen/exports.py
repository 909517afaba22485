"""What do the files of a Polis export say, cell by cell?"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from vestibule import errors
from vestibule.listen import guards
from vestibule.listen.problems import problem, refuse

COMMENTS = ("timestamp", "comment-id", "author-id", "moderated", "comment-body")
VOTES = ("timestamp", "comment-id", "voter-id", "vote")

MODERATION = {"-1": "out", "0": "waiting", "1": "in"}
"""Polis' moderation to ours; empty means nobody looked yet."""

SECONDS_UNTIL = 100_000_000_000
"""Timestamps below it are seconds (until the year 5138), above milliseconds."""


def text_frame(path: Path, needed: Sequence[str]) -> pl.DataFrame:
    """Return a CSV as text cells, its header checked.

    Parameters
    ----------
    path : Path
        The file.
    needed : sequence of str
        Columns it must have.

    Returns
    -------
    pl.DataFrame
        All columns as text; empty cells missing.

    Raises
    ------
    ProblemsFound
        If the file cannot be read, or a column is missing or doubled.
    """
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


def statement_rows(path: Path) -> pl.DataFrame:
    """Return what ``comments.csv`` says.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    pl.DataFrame
        One row per statement: ``key``, ``words``, ``moderation``, ``author_key``,
        ``at``, ``meta``, ``seed``.

    Raises
    ------
    ProblemsFound
        If a cell is wrong, or a number stands twice.
    """
    frame = text_frame(path, COMMENTS)
    _refuse_cells(
        frame,
        path.name,
        {
            "comment-id": ("not-whole", _is_number("comment-id")),
            "moderated": (
                "not-a-term",
                pl.col("moderated").is_in([*MODERATION])
                | pl.col("moderated").is_null(),
            ),
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
        whole("comment-id").alias("key"),
        pl.when(words != "").then(words).alias("words"),
        pl.col("moderated")
        .replace_strict(MODERATION, default="waiting")
        .alias("moderation"),
        whole("author-id").alias("author_key"),
        _moment().alias("at"),
        _yes(frame, "is-meta").alias("meta"),
        _yes(frame, "is-seed").alias("seed"),
    )


def vote_rows(files: dict[str, Path]) -> tuple[pl.DataFrame, pl.Series]:
    """Return every vote, and the participants that the matrix lists.

    Parameters
    ----------
    files : dict of str to Path
        Name to file; ``votes.csv`` is preferred to the matrix of last votes.

    Returns
    -------
    pl.DataFrame
        One row per vote: ``row`` (unique), ``key``, ``voter``, ``vote``, ``at``.
    pl.Series
        Participants of the matrix; empty where there is none.

    Raises
    ------
    ProblemsFound
        If a cell is wrong.
    """
    listed = pl.Series("voter", [], dtype=pl.String)
    matrix = None
    if "participants-votes.csv" in files:
        matrix = text_frame(files["participants-votes.csv"], ("participant",))
        listed = matrix.select(whole("participant").alias("voter")).to_series()
    if "votes.csv" in files:
        return _cast(files["votes.csv"]), listed
    if matrix is None:
        raise refuse("file-missing", file="votes.csv")
    return _unfolded(matrix, "participants-votes.csv"), listed


def _cast(path: Path) -> pl.DataFrame:
    """Return one row per vote cast: row, key, voter, vote, at."""
    frame = text_frame(path, VOTES)
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
        whole("comment-id").alias("key"),
        whole("voter-id").alias("voter"),
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


def whole(column: str) -> pl.Expr:
    """Return a column of whole numbers as text in their one form: no space, no leading zero."""
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


def told(folder: Path) -> dict[str, str]:
    """Return what ``summary.csv`` says, by its own keys.

    Parameters
    ----------
    folder : Path
        The export.

    Returns
    -------
    dict of str to str
        ``topic``, ``url``, ``conversation-description`` and counts.

    Raises
    ------
    ProblemsFound
        If the file cannot be read.
    """
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
