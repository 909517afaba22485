"""How is a map written for Kumu, as a blueprint in JSON?"""

from __future__ import annotations

import json

from vestibule.inform.maps.blueprint import Blueprint


def kumu(told: Blueprint) -> str:
    """Return a map as a Kumu blueprint, with keys of ours that Kumu keeps.

    Parameters
    ----------
    told : dict
        Of `blueprint`.

    Returns
    -------
    str
        JSON with ``elements``, ``connections`` and an empty list of ``loops``.
    """
    return json.dumps({**told, "loops": []}, ensure_ascii=False, indent=1) + "\n"
