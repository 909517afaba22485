"""A portrait of a process that shows no place finer than the country."""

from __future__ import annotations

from dataclasses import replace

from vestibule.inform.material import FindingTold, Material, Validation


def coarsened(material: Material) -> Material:
    """Return what may be said where no region may be named.

    Parameters
    ----------
    material : Material
        What a portrait by region may say.

    Returns
    -------
    Material
        The same, if the process shows regions; else without places, without the
        grid of who was heard where, and without comparisons of regions. Quotes
        lost their places when they were cleared.
    """
    if material.process.disclosure.public_level > 0:
        return material
    regional = {
        one.key for one in material.process.comparisons if one.basis == "region"
    }
    return replace(
        material,
        places=(),
        grid=None,
        findings=tuple(_finding(one) for one in material.findings),
        grounds=tuple(one for one in material.grounds if one.key not in regional),
        silences=tuple(one for one in material.silences if one.key not in regional),
    )


def _finding(told: FindingTold) -> FindingTold:
    return replace(told, by_place=(), validation=_validation(told.validation))


def _validation(given: Validation | None) -> Validation | None:
    return None if given is None else replace(given, places=())
