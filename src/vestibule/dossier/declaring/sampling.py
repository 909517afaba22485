"""What does ``[sampling]`` declare: how were people chosen, and whom do they stand for?"""

from __future__ import annotations

from vestibule.dossier.declaring.section import Section, nearest
from vestibule.dossier.process import Sampling

KINDS = ("probability", "quota", "purposive")

MARGINS = ("region", "sex", "age_band")
"""What the table `frame` can tell of a population."""

LONELY = ("refuse", "centre")

CAPS = (1.1, 100.0)
"""Between these a weight may be capped, in times the mean weight."""


def declared(part: Section) -> Sampling | None:
    """Return how people were chosen, or None where the process does not say.

    Parameters
    ----------
    part : Section
        ``[sampling]``; empty if absent.

    Returns
    -------
    Sampling or None
        None is taken as ``purposive``.

    Raises
    ------
    ProcessError
        If it says something unknown or impossible; the message names the line.
    """
    if not part.content:
        return None
    kind = part.one_of("kind", KINDS, None)
    found = Sampling(
        kind=kind,  # type: ignore[arg-type]
        population=part.words("population") or {},
        edition=part.text("edition"),
        margins=part.texts("margins"),
        stratum=part.text("stratum"),
        cap=_cap(part),
        lonely=part.one_of("lonely", LONELY, "refuse"),  # type: ignore[arg-type]
        online=part.flag("online") or False,
    )
    part.close()
    for tag, name in found.population.items():
        part.source.refuse((*part.path, "population", tag), name)
    (_no_more if kind == "purposive" else _whole)(part, found)
    return found


def _cap(part: Section) -> float | None:
    value = part.take("cap", (int, float), "cap = 5")
    if value is None:
        return None
    low, high = CAPS
    return float(part.within("cap", value, low, high))


def _no_more(part: Section, _: Sampling) -> None:
    """Refuse weights for people who stand for nobody but themselves."""
    for key in part.content:
        if key != "kind":
            raise part.error(
                key,
                f"“{key}” is for people who were sampled, and kind is “purposive”",
                "Take it out; or, if they were drawn or chosen by quota, say so in kind",
            )


def _whole(part: Section, found: Sampling) -> None:
    part.required(found.population or None, "population")
    for name in found.margins:
        if name not in MARGINS:
            raise part.error(
                "margins",
                f"“{name}” cannot be a margin",
                nearest(name, MARGINS) + f"It is one of: {', '.join(MARGINS)}",
            )
    if found.kind == "quota" and not found.margins:
        raise part.error(
            "margins",
            "A quota sample without “margins” stands for no population",
            f'Write margins = ["region"], of: {", ".join(MARGINS)}',
        )
    if found.margins:
        part.required(found.edition, "edition")
    if found.stratum is not None and found.stratum not in found.margins:
        raise part.error(
            "stratum",
            f"The strata “{found.stratum}” are not among the margins",
            "Add it to margins: else nobody sees in which of them nobody was heard",
        )
