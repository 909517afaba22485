"""A translation is read once it was checked; what people agreed to is read last."""

from __future__ import annotations

from tests import by_hand
from tests.understand.ground import voices

from vestibule.api import naming
from vestibule.dossier import translations
from vestibule.dossier.records import Dossier


def dossier(*texts: tuple[str, str], field: str = "words") -> Dossier:
    """Return one statement with translations into French: words and state."""
    rows = [
        {"id": f"t{n}", "statement": "s1", "field": field, "lang": "fr"}
        | {"words": words, "state": state}
        for n, (words, state) in enumerate(texts)
    ]
    return voices.dossier([], statements=("s1",), texts=rows)


def test_a_draft_is_not_read() -> None:
    given = dossier(("Le puits.", "draft"))

    assert translations.checked(given).is_empty()
    said = naming.spoken(given, "statements", "words", "fr")[by_hand.called("s1")]
    assert said == given.table("statements")["words"][0]


def test_of_several_the_validated_one_comes_last() -> None:
    given = dossier(
        ("Validé.", "validated"), ("Vérifié.", "checked"), ("Essai.", "draft")
    )

    found = translations.checked(given)

    assert found["words"].to_list() == ["Vérifié.", "Validé."]
    assert set(naming.spoken(given, "statements", "words", "fr").values()) == {
        "Validé."
    }
