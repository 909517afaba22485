"""Small conversations typed as tables: +, -, 0 and . for unseen."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from vestibule.understand.polis import Votes

SIGNS = {"+": 1, "-": -1, "0": 0}


def votes_of(*rows: str) -> Votes:
    """Return the votes of one row per person, one sign per statement."""
    cells = [
        (person, statement, SIGNS[sign])
        for person, row in enumerate(rows)
        for statement, sign in enumerate(row)
        if sign != "."
    ]
    return of_cells(cells, len(rows), len(rows[0]) if rows else 0)


def of_cells(
    cells: list[tuple[int, int, int]], n_people: int, n_statements: int
) -> Votes:
    columns = np.array(cells, dtype=np.int32).reshape(-1, 3).T
    return Votes(
        person=columns[0],
        statement=columns[1],
        vote=columns[2].astype(np.int8),
        n_people=n_people,
        n_statements=n_statements,
    )


@st.composite
def conversations(draw: st.DrawFn) -> Votes:
    """Generate conversations of up to 25 people and 8 statements."""
    n_statements = draw(st.integers(1, 8))
    row = st.text("+-0.", min_size=n_statements, max_size=n_statements)
    rows = draw(st.lists(row, min_size=1, max_size=25))
    if not any(sign != "." for row in rows for sign in row):
        rows.append("+" * n_statements)
    return votes_of(*rows)


CAMPS = votes_of(
    *["+++---++"] * 12,
    *["++0---+."] * 4,
    *["---+++++"] * 10,
    *["--.+++0+"] * 4,
)
"""Two camps of 16 and 14 that divide on six statements and share two."""
