"""Facts as people say them: ages, days, quarters, plates, callings, what befell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.protect.screening import planted

from vestibule.protect.screening import Screen

SCREEN = planted.screen()


def found(text: str, lang: str) -> set[tuple[str, str]]:
    return {(flag.kind, flag.words) for flag in SCREEN.flags(text, lang)}


@pytest.mark.parametrize(
    ("lang", "text", "flag"),
    [
        ("fr", "Le juge de 61 ans a pleuré.", ("age", "61 ans")),
        ("fr", "C'était un de vingt ans, armé.", ("age", "vingt ans")),
        ("en", "Our treasurer is sixty-one and walks.", ("age", "sixty-one")),
        ("en", "The boy was only 12 years when it began.", ("age", "12 years")),
        ("en", "She was barely fifteen.", ("age", "fifteen")),
        ("fr", "Ils ont frappé le 9 vers minuit.", ("date", "9")),
        ("fr", "On a fui le 25, à pied.", ("date", "25")),
        ("en", "They shot on the 28th at noon.", ("date", "28th")),
        ("en", "On Monday the twenty-first they came.", None),
        ("en", "It was the fourteenth of May.", None),
        ("fr", "Le taxi gris, bk 4410, attendait.", ("number", "bk 4410")),
        ("fr", "Une moto immatriculée 5T 8810.", ("number", "immatriculée 5T 8810")),
        ("en", "We live in ward k, near the drain.", ("number", "ward k")),
        ("fr", "La compagnie parachutiste dormait là.", None),
        ("en", "The camel platoon took our sheep.", ("rank", "camel platoon")),
        ("fr", "Le bataillon du barrage nous vole.", None),
        ("fr", "Chez nous au quartier palmeraie on a peur.", ("name", "palmeraie")),
        ("fr", "À l'école sainte odile ils ont tiré.", None),
        ("fr", "La paroisse sacré-coeur est fermée.", None),
        ("en", "The nuns of st. brigid's left.", None),
        ("fr", "La source est à bir el amar.", ("name", "bir el amar")),
        ("fr", "Je suis un potier borgne.", ("unique", "borgne")),
        ("en", "The lame drummer saw them.", ("unique", "lame")),
        ("fr", "Je suis un notaire songhay qui chante.", None),
        ("fr", "L'ancien milicien devenu boulanger se tait.", None),
        ("en", "The nurse turned preacher is silent.", None),
        ("fr", "Le vétérinaire russe marié à une potière.", None),
        ("fr", "Le camion qu'ils ont pillé était à nous.", None),
        ("en", "I was at the clinic they shelled.", None),
        ("fr", "Le procès du guérisseur menteur a duré.", None),
        ("fr", "Demandez à maman espoir.", ("name", "espoir")),
        ("en", "Give it to mr blotoh now.", ("name", "blotoh")),
        ("fr", "On a pris marie-rose hier.", ("name", "marie-rose")),
    ],
)
def test_what_people_say_is_flagged(
    lang: str, text: str, flag: tuple[str, str] | None
) -> None:
    flags = found(text, lang)
    assert flag in flags if flag else flags


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Our work was two years in vain."),
        ("en", "The price is twenty."),
        ("fr", "Un projet de deux ans ne suffit pas."),
        ("fr", "On partage le 1 sac de mil."),
        ("fr", "La moto coûte 500 000 francs."),
        ("fr", "la moto a 125"),
        ("fr", "2000 motos passent."),
        ("fr", "Dans le quartier chacun se tait."),
        ("fr", "Le quartier musulman et le quartier pauvre."),
        ("fr", "Un quartier abandonné, des zones y sont vides."),
        ("fr", "Le lieu est saint et le mois aussi."),
        ("fr", "C'est un mois saint pour nous."),
        ("en", "It is a saint who can live so."),
        ("fr", "Le saint coran le dit."),
        ("fr", "Ils sont aveugles quand ça les arrange."),
        ("en", "They turned a deaf ear to us."),
        ("en", "The people are deaf."),
        ("fr", "Je suis une femme qui cultive."),
        ("fr", "Je suis un homme."),
        ("fr", "La vie est devenue dure."),
        ("fr", "Je suis devenu pauvre"),
        ("fr", "Elle est mariée à douze kilomètres."),
        ("fr", "Ma fille mariée à un voisin va bien."),
        ("fr", "La récolte a brûlé, mon champ a été pillé."),
        ("en", "The rain they prayed for came."),
        ("fr", "Le prix de la vie monte."),
        ("fr", "L'accident de la route nous guette."),
        ("fr", "Les enfants aillent à l'école."),
        ("en", "The children will read."),
        ("en", "The old man walked home."),
        ("fr", "Le puits de pétrole, la mine de sel."),
        ("fr", "Que le quartier"),
        ("fr", "un saint"),
        ("fr", "devenu"),
        ("fr", "la zone"),
    ],
)
def test_what_people_say_of_everyone_is_left_in_peace(lang: str, text: str) -> None:
    assert not found(text, lang)


def test_a_word_that_is_also_a_place_counts_with_a_capital_only() -> None:
    screen = Screen(process=planted.process(), places={("dire",): 4})

    assert not screen.flags("On ne peut rien dire.", "fr")
    kinds = {flag.kind for flag in screen.flags("On a fui à Diré.", "fr")}
    assert kinds == {"place"}


def test_a_plate_is_flagged_up_to_its_end() -> None:
    text = "Le camion, plaque 4K 2201, est parti."

    (flag,) = (f for f in SCREEN.flags(text, "fr") if f.words.startswith("plaque"))
    assert flag.words == "plaque 4K 2201"


@given(st.text(max_size=60), st.sampled_from(["fr", "en", "sw"]))
def test_any_text_gives_flags_inside_it(text: str, lang: str) -> None:
    for flag in SCREEN.flags(text, lang):
        assert 0 <= flag.start < flag.end <= len(text)
        assert flag.words == text[flag.start : flag.end]
