"""Which model holds which table?"""

from __future__ import annotations

from django.apps import apps

from vestibule.dossier.tables import TABLES
from vestibule.web.records.record import Record


def model_of(table: str) -> type[Record]:
    """Return the model of a table of the dossier; raises KeyError if there is none."""
    return MODELS[table]


def _models() -> dict[str, type[Record]]:
    found = {
        model.TABLE.name: model
        for model in apps.get_app_config("records").get_models()
        if issubclass(model, Record)
    }
    return {name: found[name] for name in TABLES}


MODELS = _models()
"""Table name to model, in the order of the chain."""
