"""A panel drawn by lot from files: fair chances, quotas that hold, a draw to repeat."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from vestibule import __version__
from vestibule.errors import DataError, FileError
from vestibule.inform import writing
from vestibule.listen import volunteers as reading
from vestibule.plan import lotteries
from vestibule.plan.lotteries import Drawn, Lottery, households

DIGITS = 9
"""Decimals of every chance that leaves this room."""


@dataclass(frozen=True, kw_only=True)
class Homes:
    """One of each household, before the lottery.

    Parameters
    ----------
    column : str
        Of the volunteers: who shares a home.
    seed : str
        By which one of each was drawn.
    volunteers : int
        All who volunteered; `Panel.lottery` holds those who stand.
    """

    column: str
    seed: str
    volunteers: int


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A lottery over panels and, once the seed is known, the panel it drew.

    Parameters
    ----------
    lottery : Lottery
        The chances, and the fingerprint to publish before the seed is made.
    files : dict of str to str
        SHA-256 of the files it was made from: ``volunteers``, ``quotas``, and of the
        one that was written: ``drawn``.
    drawn : Drawn or None
        Who is on the panel. Personal. None: no seed was given yet.
    path : Path or None
        The file with the panel.
    homes : Homes or None
        How one of each household was drawn first; None: everyone stands.
    """

    lottery: Lottery
    files: dict[str, str]
    drawn: Drawn | None = None
    path: Path | None = None
    homes: Homes | None = None

    @property
    def chances(self) -> tuple[float, float] | None:
        """The least and the most chance of anyone who can be drawn; None: nobody."""
        if self.lottery.least is None:
            return None
        return self.lottery.least, float(self.lottery.types["chance"].to_numpy().max())

    def to_dict(self) -> dict[str, Any]:
        """Return all that may be published of it, as ``draw --json`` prints it.

        Returns
        -------
        dict
            No volunteer, and no kind of people with fewer than ten volunteers.
        """
        told, drawn = self.lottery, self.drawn
        chances = told.printed().with_columns(pl.selectors.float().round(DIGITS))
        return {
            "rule": told.rule,
            "size": told.size,
            "volunteers": told.volunteers,
            "chance_least": None if self.chances is None else self.chances[0],
            "chance_most": None if self.chances is None else self.chances[1],
            "chances": chances.to_dicts(),
            "panels": told.panels.height,
            "gap": round(told.gap, DIGITS),
            "fingerprint": told.fingerprint,
            "limits": [
                {"code": code, "message": lotteries.LIMITS[code]}
                for code in told.limits
            ],
            "seed": None if drawn is None else drawn.seed,
            "panel": None if drawn is None else drawn.panel,
            "out": None if self.path is None else str(self.path),
            "households": None if self.homes is None else asdict(self.homes),
            "sha256": self.files,
            "version": __version__,
        }


def draw(
    volunteers: Path,
    *,
    quotas: Path,
    size: int,
    rule: str = "leximin",
    seed: str | None = None,
    out: Path | None = None,
    household: str | None = None,
    household_seed: str | None = None,
) -> Panel:
    """Return a fair lottery over volunteers on disk, and draw it where a seed is given.

    Parameters
    ----------
    volunteers, quotas : Path
        See `listen.volunteers`: pseudonyms only.
    size : int
        People on the panel, 1 or more.
    rule : str
        ``leximin``, or ``maximin``: quicker, fair to the worst off only.
    seed : str or None
        As it was said in public; spaces around it are left out. None: nothing is
        drawn, so that the fingerprint can be published before the seed is made.
    out : Path or None
        The file to write, readable by its owner alone; never one that is there.
    household, household_seed : str or None
        Column that says who shares a home, and the seed by which one of each home is
        drawn before the lottery: made in public too, after the SHA-256 of the files
        was published, and another than `seed`. Both or neither.

    Returns
    -------
    Panel
        The same for everyone who has the files, the rule and the seed.

    Raises
    ------
    FileError
        If there is something at `out` already, or it is one of the files read.
    DataError
        If a seed is empty or both are the same, a household without its seed or the
        other way round, or `ProblemsFound` or `QuotasImpossible`.

    Notes
    -----
    What it assumes and must not be used for: see `plan.lotteries.lottery`. Whoever
    knows the files before the seed is made could try seeds: publish the fingerprint
    first, and let the seed be made where people see it.
    """
    if seed is not None and not seed.strip():
        raise DataError(
            "A lottery needs a seed that is made in public: throw dice.",
            reason="no-seed",
        )
    if out is not None:
        _refuse_taken(out)
    _refuse_seeds(seed, household, household_seed)
    asked = reading.quotas(quotas)
    people = reading.volunteers(volunteers, asked, household=household)
    homes = None
    if household is not None and household_seed is not None:
        homes = Homes(
            column=household, seed=household_seed.strip(), volunteers=people.height
        )
        people = households.one_of_each(people, seed=homes.seed)
        people = people.drop("household", "of")
    found = lotteries.lottery(people, asked, size=size, rule=rule)
    hashes = {"volunteers": sha256(volunteers), "quotas": sha256(quotas)}
    if seed is None or not found.volunteers:
        return Panel(lottery=found, files=hashes, homes=homes)
    drawn = found.draw(seed.strip())
    if out is None:
        return Panel(lottery=found, files=hashes, drawn=drawn, homes=homes)
    _write(out, drawn, people)
    hashes["drawn"] = sha256(out)
    return Panel(lottery=found, files=hashes, drawn=drawn, path=out, homes=homes)


def _refuse_seeds(
    seed: str | None, household: str | None, household_seed: str | None
) -> None:
    if household is None and household_seed is None:
        return
    if household is None or household_seed is None or not household_seed.strip():
        raise DataError(
            "One of each household is drawn by a seed of its own, made in public: name"
            " the column of households and give that seed, or neither.",
            reason="household-seed",
        )
    if seed is not None and seed.strip() == household_seed.strip():
        raise DataError(
            "The lot of the households and the lottery need two seeds: whoever knows"
            " the first before the second could choose who stands. Throw again.",
            reason="one-seed",
        )


def _refuse_taken(out: Path) -> None:
    if out.exists():
        raise FileError(
            f"{out} exists already: choose another name or folder.",
            reason="exists",
            file=str(out),
        )


def _write(out: Path, drawn: Drawn, people: pl.DataFrame) -> None:
    """Write who is on the panel, with what the quotas asked."""
    seated = drawn.people.select("person").join(people, on="person").sort("person")
    _refuse_taken(out)
    writing.write_for_team(out, seated.write_csv())


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
