"""Who belongs to which group of a comparison, in the words that gaps use?"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from vestibule.dossier.process import Comparison
from vestibule.dossier.records import Dossier
from vestibule.understand import agreement


def of_groups(dossier: Dossier) -> dict[tuple[str, str], Collection[str]]:
    """Return what a gap may say of the members of each group.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.

    Returns
    -------
    dict of (str, str) to collection of str
        Comparison and group to ids of places and profiles, or to words for sex and
        age: what `plan.next_gatherings` wants.
    """
    return {
        (comparison.key, group): members
        for comparison in dossier.process.comparisons
        for group, members in _members(dossier, comparison).items()
    }


def _members(dossier: Dossier, comparison: Comparison) -> Mapping[str, list[str]]:
    groups = agreement.groups_of(dossier, comparison)
    if comparison.basis in {"profile", "side"}:
        column = "key" if comparison.basis == "profile" else "side"
        profiles = dossier.current("profiles").select("id", value=column)
        groups = profiles.join(groups, on="value").select("group", value="id")
    found = groups.group_by("group", maintain_order=True).agg(pl.col("value"))
    return {group: list(values) for group, values in found.iter_rows()}
