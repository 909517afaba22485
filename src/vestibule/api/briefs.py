"""From a dossier to a brief of two pages for one audience."""

from __future__ import annotations

import datetime as dt

from vestibule.api import portraits
from vestibule.api.analysis import SEED
from vestibule.dossier.records import Dossier
from vestibule.inform import briefs
from vestibule.inform.briefs import Brief


def brief(
    dossier: Dossier, *, audience: str, lang: str, today: dt.date, seed: int = SEED
) -> Brief:
    """Return the brief of a dossier for one audience, in one language.

    Parameters
    ----------
    dossier : Dossier
        The whole dossier, at the cut wanted.
    audience : str
        A broad side (``community``, ``authority``, ``forces``, ``civil_society``,
        ``other``), or an addressee as recorded.
    lang : str
        ``fr`` or ``en``.
    today : date
        The day it is.
    seed : int
        Of what is drawn again, as for the portrait.

    Returns
    -------
    Brief
        From what the portrait may say; shows itself in a notebook.

    Raises
    ------
    NobodyAsked
        If nothing is asked of that audience.
    """
    ready = portraits.material(dossier, today=today, seed=seed)
    return briefs.brief(ready, audience=audience, lang=lang)
