"""Gaps are sentences of one language."""

from __future__ import annotations

import pytest

from vestibule import api
from vestibule.api.gaps import Sentences
from vestibule.words.catalogue import LANGUAGES, sentences


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_gap_of_a_rehearsal_is_a_sentence_without_ids(
    work: api.Work, lang: str
) -> None:
    say = Sentences(work.analysis.settled, lang)
    ids = {*work.dossier.table("places")["id"], *work.dossier.table("profiles")["id"]}

    told = [say(gap) for gap in work.analysis.heard.gaps]

    assert told
    assert all(text.endswith(".") and text[0].isupper() for text in told)
    assert not [text for text in told for id_ in ids if id_ in text]


def test_no_french_gap_stumbles_over_a_vowel() -> None:
    """Names are put in whole: nothing before them may have to be elided."""
    for key, forms in sentences("fr").items():
        if key.startswith("gaps."):
            for form in [forms] if isinstance(forms, str) else forms.values():
                assert " de {p" not in form.lower()  # an age band begins with a digit
                assert " que {" not in form.lower()
