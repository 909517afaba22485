"""People and happenings told by their surroundings are flagged; vague ones are not."""

from __future__ import annotations

import pytest
from tests.protect.screening import planted

FLAGGED = [
    ("fr", "La gérante du dépôt ment.", "office", "gérante du"),
    ("fr", "Moi, ancien consul, je me tais.", "office", "ancien consul"),
    ("fr", "On a cru la nièce du tisserand.", "kin", "nièce du tisserand"),
    ("fr", "Depuis l'inondation du couvent, on campe.", "event", "inondation du"),
    ("fr", "La prise d'otages du lycée a duré.", "event", "prise d'otages du lycée"),
    ("fr", "Le bac a chaviré sous nos yeux.", "event", "Le bac a chaviré"),
    ("fr", "Je suis la plus jeune d'ici.", "unique", "la plus jeune"),
    ("fr", "Il n'y a qu'une femme au bureau.", "unique", "n'y a qu'une femme"),
    ("fr", "Je suis la seule à lire.", "unique", "seule à lire"),
    ("fr", "Moi, le tisserand qui boite, je reste.", "unique", "le tisserand qui"),
    ("fr", "On habite villa 12.", "number", "villa 12"),
    ("fr", "Je suis né en 1950.", "age", "1950"),
    ("fr", "Mon gars, treize ans, a fui.", "age", "treize ans"),
    ("fr", "J'ai servi au détachement.", "rank", "détachement"),
    ("fr", "La cinquième brigade a tiré.", "rank", "cinquième brigade"),
    ("fr", "C'était la veille de Noël.", "date", "Noël"),
    ("fr", "C'était jeudi, le 9.", "date", "jeudi, le 9"),
    ("fr", "On a suivi ndiougou au gué.", "name", "ndiougou"),
    ("fr", "C'est le dernier couple allemand.", "unique", "dernier couple"),
    ("en", "The town registrar lied.", "office", "The town registrar"),
    ("en", "The steward of the mill lied.", "office", "steward of"),
    ("en", "I met the niece of the weaver.", "kin", "niece of the weaver"),
    ("en", "After the school bus crash I left.", "event", "school bus crash"),
    ("en", "After the shelling of the mill I left.", "event", "shelling of the mill"),
    ("en", "The ferry capsized.", "event", "The ferry capsized"),
    ("en", "I am the youngest here.", "unique", "the youngest here"),
    ("en", "There is one woman at the mill.", "unique", "There is one woman"),
    ("en", "I am the only one-legged boy.", "unique", "only one-legged"),
    ("en", "She was only nine when they came.", "age", "nine"),
    ("en", "I was born in 1950.", "age", "1950"),
    ("en", "I saw zuberi cry.", "name", "zuberi"),
]

LEFT = [
    ("fr", "Le chef de famille décide."),
    ("fr", "L'enfant de la maison mange."),
    ("fr", "La prise de parole est un droit."),
    ("fr", "La fille du pays est revenue."),
    ("fr", "Trente ans de guerre, cela use."),
    ("fr", "Un vélo, un kilo de mil et une radio."),
    ("fr", "Je suis la seule."),
    ("fr", "Notre numéro est perdu."),
    ("en", "The head of the household decides."),
    ("en", "The fall of the price hurts."),
    ("en", "There is one way out."),
    ("en", "The radio, the taxi and the mango."),
    ("en", "We lost the fire."),
    ("en", "The attack"),
]


@pytest.mark.parametrize(("lang", "text", "kind", "words"), FLAGGED)
def test_what_is_told_by_its_surroundings_is_flagged(
    lang: str, text: str, kind: str, words: str
) -> None:
    flags = {(one.kind, one.words) for one in planted.screen().flags(text, lang)}

    assert any(one == kind and words in said for one, said in flags), flags


@pytest.mark.parametrize(("lang", "text"), LEFT)
def test_what_is_told_of_everywhere_is_left_in_peace(lang: str, text: str) -> None:
    assert planted.screen().flags(text, lang) == ()
