"""What is a record called, in the reader's language?"""

from __future__ import annotations

import polars as pl

from vestibule.api.gaps import profile_names
from vestibule.dossier import schema, translations
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier
from vestibule.words import Catalogue


def spoken(dossier: Dossier, table: str, column: str, lang: str) -> dict[str, str]:
    """Return what each record of a table says, translated where that is known.

    Parameters
    ----------
    dossier : Dossier
        Settled: each record in its current version, under its first id.
    table : str
        ``codes``, ``statements``, ``findings``, …
    column : str
        ``name`` or ``words``.
    lang : str
        Language tag.

    Returns
    -------
    dict of str to str
        Id to words; its own words where no translation was checked.
    """
    own = dossier.table(table).select("id", column)
    reference = schema.singular(table)
    texts = translations.checked(dossier).filter(lang=lang, field=column)
    told = texts.drop_nulls(reference).select(reference, "words")
    return {**dict(own.iter_rows()), **dict(told.iter_rows())}


def question(dossier: Dossier, id_: str, lang: str) -> str:
    """Return the words of a question, translated where that is known."""
    own = dict(dossier.table("questions").select("id", "words").iter_rows())
    checked = translations.checked(dossier)
    texts = checked.filter(lang=lang, field="question", question=id_)
    return str(texts["words"][-1]) if texts.height else own.get(id_, "")


def profiles_by_key(dossier: Dossier, words: Catalogue) -> dict[str, str]:
    """Return the name of each profile, by its key."""
    names = profile_names(dossier, words)
    rows = dossier.table("profiles").select("key", "id").iter_rows()
    return {key: names[id_] for key, id_ in rows}


def named(frame: pl.DataFrame, dossier: Dossier, lang: str) -> pl.DataFrame:
    """Return a frame with the ids of places and profiles replaced by their names."""
    gazetteer = Gazetteer.of(dossier)
    names = {
        "place": {id_: gazetteer.name(id_, lang) for id_ in gazetteer.places},
        "profile": profile_names(dossier, Catalogue(lang)),
    }
    return frame.with_columns(
        pl.col(column).replace(called)
        for column, called in names.items()
        if column in frame.columns
    )


def with_words(frame: pl.DataFrame, column: str, words: dict[str, str]) -> pl.DataFrame:
    """Return a frame whose first column says what the id in `column` stands for."""
    said = pl.col(column).replace_strict(words, default=None, return_dtype=pl.String)
    return frame.select(said.alias("words"), pl.exclude(column, "words"))
