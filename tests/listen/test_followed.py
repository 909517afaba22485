"""What follows what was said comes in from sheets: asked, promised, seen, told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.listen import field

from vestibule.dossier import hashing, lineage
from vestibule.dossier.process import Agreement
from vestibule.dossier.records import Dossier
from vestibule.listen import arrivals, records

ASKED = {
    "constats": "Clé,Nature,Constat\nf1,obstacle,L'eau manque\n",
    "recommandations": "Clé,Constat,Rencontre,Recommandation,Destinataire,Côté,Faite le,"
    "Réponse attendue le\n"
    "R1,f1,T-01,Creuser un puits,Mairie,autorité,2030-03-10,2030-05-10\n"
    "R2,f1,T-02,Ouvrir la route,Armée,forces,2030-03-10,2030-05-10\n",
}
"""A finding, and what was asked because of it."""


def bring(path: Path, dossier: Dossier) -> Dossier:
    return arrivals.bring_in(dossier, records.read(path, dossier, today=field.TODAY))


def codes(path: Path, dossier: Dossier) -> list[str]:
    return [p.code for p in records.read(path, dossier, today=field.TODAY).problems]


def new(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture
def asked(tmp_path: Path) -> Dossier:
    """Two gatherings, a finding, two recommendations."""
    return bring(field.meetings(new(tmp_path / "asked"), **ASKED), field.dossier())


def test_an_answer_comes_months_later_and_names_what_was_asked_by_its_key(
    tmp_path: Path, asked: Dossier
) -> None:
    folder = field.csv(
        new(tmp_path / "later"),
        reponses="Recommandation,Réponse,Donnée le\nr1,acceptée,2030-04-02\n"
        "R2,refusée,03/04/2030\n",
    )

    after = bring(folder, asked)

    keys = dict(after.table("recommendations").select("id", "key").iter_rows())
    said = after.table("responses").select("recommendation", "answer").rows()
    assert {keys[one]: answer for one, answer in said} == {
        "R1": "accepted",
        "R2": "refused",
    }


def test_a_commitment_follows_from_the_answer_to_a_recommendation(
    tmp_path: Path, asked: Dossier
) -> None:
    folder = field.csv(
        new(tmp_path / "later"),
        responses="Recommendation,Response,Given on\nR1,accepted,2030-04-02\n",
        commitments="Key,Response to,Commitment,Owner,Side,Made on,Due on\n"
        "E1,R1,A well before the rains,Mairie,authority,2030-04-02,2030-06-01\n",
        verifications="Commitment,Side,State,Level,Seen on,Gathering,Evidence\n"
        "e1,official,done,4 done,2030-06-02,,\n"
        "E1,community,in part,2,2030-06-03,T-01,Half the well\n",
    )

    after = bring(folder, asked)

    (promise,) = after.table("commitments").to_dicts()
    (answer,) = after.table("responses")["id"]
    seen = after.table("verifications").sort("side")
    assert (promise["response"], promise["owner_side"]) == (answer, "authority")
    assert set(seen["commitment"]) == {promise["id"]}
    assert seen["state"].to_list() == ["partly", "done"]
    assert seen["level"].to_list() == [2, 4]


def test_an_answer_that_changed_is_named_by_its_day(
    tmp_path: Path, asked: Dossier
) -> None:
    answers = (
        "Recommandation,Réponse,Donnée le\nR1,refusée,2030-04-02\n"
        "R1,acceptée,2030-05-02\n"
    )
    promise = "Clé,Réponse à,Engagement,Qui s'engage\nE1,{},Un puits,Mairie\n"
    folder = new(tmp_path / "later")

    field.csv(folder, reponses=answers, engagements=promise.format("R1"))
    assert codes(folder, asked) == ["several-responses"]
    field.csv(folder, engagements=promise.format("R1 03/05/2030"))
    assert codes(folder, asked) == ["unknown-response"]
    field.csv(folder, engagements=promise.format("R9 02/05/2030"))
    assert codes(folder, asked) == ["unknown-recommendation"]
    field.csv(folder, engagements=promise.format("R1 02/05/2030"))
    after = bring(folder, asked)

    accepted = after.table("responses").filter(answer="accepted")["id"][0]
    assert after.table("commitments")["response"].to_list() == [accepted]


def test_nothing_is_owed_before_an_answer_is_noted(
    tmp_path: Path, asked: Dossier
) -> None:
    folder = field.csv(
        new(tmp_path / "later"),
        engagements="Clé,Réponse à,Engagement,Qui s'engage\nE1,R1,Un puits,Mairie\n"
        "E2,,Une route,Armée\n",
    )

    assert codes(folder, asked) == ["unknown-response", "some-reference"]


def test_a_whole_walk_comes_in_twice_and_adds_nothing(
    tmp_path: Path, asked: Dossier
) -> None:
    folder = field.csv(
        new(tmp_path / "later"),
        reponses="Recommandation,Réponse,Donnée le\nR1,acceptée,2030-04-02\n",
        actions="Clé,Constat,Action,État,Ne pas nuire\nA1,f1,Nettoyer le puits,,\n",
        engagements="Clé,Réponse à,Action,Engagement,Qui s'engage\n"
        "E1,R1,,Un puits,Mairie\nE2,,A1,Des pelles,Comité\n",
        verifications="Engagement,Côté,État,Vu le\nE1,communauté,fait,2030-06-02\n",
        restitutions="Groupe entendu,Moyen,Date,Ce qu'ils ont répondu\n"
        "T-01,réunion,2030-06-04,Merci\nT-01,radio,2030-06-05,\n",
    )
    once = bring(folder, asked)

    again = records.read(folder, once, today=field.TODAY)

    assert again.problems == ()
    assert hashing.content_hash(arrivals.bring_in(once, again)) == hashing.content_hash(
        once
    )
    assert once.table("obligations").height == 1


def test_a_telling_writes_down_what_was_owed_to_the_whole_group_alone(
    tmp_path: Path, asked: Dossier
) -> None:
    owed = field.csv(
        new(tmp_path / "owed"), reponses_dues="Rencontre,Profil\nT-02,éleveurs\n"
    )
    (owed / "reponses_dues.csv").rename(owed / "Réponses dues.csv")
    told = field.csv(
        new(tmp_path / "told"),
        restitutions="Groupe entendu,Moyen,Date\nT-02,réunion,2030-06-04\n",
    )
    herders = field.csv(
        new(tmp_path / "herders"),
        restitutions="Groupe entendu,Moyen,Date\nT-02/éleveurs,visite,2030-06-05\n",
    )
    part = bring(owed, asked)

    whole = bring(told, part)
    after = bring(herders, whole)

    assert whole.table("obligations")["profile"].null_count() == 1
    of_part = part.table("obligations")["id"][0]
    assert of_part not in whole.table("restitutions")["obligation"].to_list()
    visit = after.table("restitutions").filter(medium="visit")
    assert visit["obligation"].to_list() == [of_part]
    assert codes(herders, asked) == ["unknown-obligation"]
    fishers = "Groupe entendu,Moyen\nT-02/pêcheurs,visite\nT-09,visite\n"
    field.csv(herders, restitutions=fishers)
    assert codes(herders, part) == ["unknown-obligation", "unknown-gathering"]


def test_what_is_owed_is_put_off_by_the_same_row_again(
    tmp_path: Path, asked: Dossier
) -> None:
    name = "obligations"
    first = field.csv(
        new(tmp_path / "a"), **{name: "Rencontre,Due le\nT-01,2030-06-01\n"}
    )
    second = field.csv(
        new(tmp_path / "b"),
        **{name: "Rencontre,Due le,Reportée au\nT-01,2030-06-01,2030-12-01\n"},
    )

    after = bring(second, bring(first, asked))

    (now,) = lineage.settled(after).table("obligations").to_dicts()
    assert str(now["deferred_to"]) == "2030-12-01"
    assert bring(first, after) is after


def test_an_action_moves_on_by_its_key_and_its_promises_stay(
    tmp_path: Path, asked: Dossier
) -> None:
    head = "Clé,Constat,Action,État\n"
    promise = "Clé,Action,Engagement,Qui s'engage\nE1,A1,Des pelles,Comité\n"
    begin = field.csv(
        new(tmp_path / "a"),
        actions=head + "A1,f1,Nettoyer le puits,proposée\n",
        engagements=promise,
    )
    move = field.csv(
        new(tmp_path / "b"),
        actions=head + "a1,f1,Nettoyer le puits,approuvée\n",
        engagements=promise,
    )

    proposed = bring(begin, asked)
    after = bring(move, proposed)

    assert after.table("commitments").height == 1
    now = lineage.settled(after)
    assert now.table("actions")["state"].to_list() == ["approved"]
    assert now.table("commitments")["action"][0] == now.table("actions")["id"][0]
    assert bring(begin, after) is after
    assert bring(move, after) is after


def test_a_recommendation_is_not_changed_by_its_key(
    tmp_path: Path, asked: Dossier
) -> None:
    folder = field.csv(
        new(tmp_path / "b"),
        recommandations="Clé,Recommandation,Destinataire\nR1,Deux puits,Mairie\n",
    )

    assert codes(folder, asked) == ["known-differently"]


def test_days_that_cannot_be_are_named(tmp_path: Path, asked: Dossier) -> None:
    folder = field.csv(
        new(tmp_path / "later"),
        reponses="Recommandation,Réponse,Donnée le\nR1,oui,2031-04-02\n",
        recommandations="Clé,Recommandation,Destinataire,Faite le,Répondre avant\n"
        "R3,Un pont,Mairie,2030-04-01,2030-03-01\n",
    )

    (first, second) = records.read(folder, asked, today=field.TODAY).problems

    assert (first.code, first.line, first.column) == (
        "days-reversed",
        2,
        "Répondre avant",
    )
    assert "“Faite le” (2030-04-01)" in str(first)
    assert (second.code, second.column) == ("future-date", "Donnée le")


def test_an_agreement_is_one_that_the_process_declares(
    tmp_path: Path, asked: Dossier
) -> None:
    folder = field.csv(
        new(tmp_path / "later"),
        engagements="Clé,Accord,Engagement,Qui s'engage\nE1,paix,Un puits,Mairie\n",
    )

    assert codes(folder, asked) == ["unknown-agreement"]


def test_a_commitment_may_stand_in_a_signed_agreement(
    tmp_path: Path, asked: Dossier
) -> None:
    signed = Agreement(key="paix", names={"fr": "Accord de paix", "en": "Peace accord"})
    process = replace(asked.process, agreements=(signed,))
    head = "Clé,Accord,Engagement,Qui s'engage\n"
    folder = field.csv(
        new(tmp_path / "later"),
        engagements=head + "E1,accord de paix,Un puits,Mairie\nE2,paix,Un pont,État\n",
    )

    after = bring(folder, replace(asked, process=process))

    assert after.table("commitments")["agreement"].to_list() == ["paix", "paix"]


def test_two_teams_that_used_one_key_are_asked_which_is_meant(
    tmp_path: Path,
) -> None:
    same = {"key": "R1", "words": "w", "addressee": "a"}
    dossier = field.dossier(
        recommendations=[{**same, "id": "one"}, {**same, "id": "two", "words": "v"}]
    )
    folder = field.csv(
        tmp_path,
        reponses="Recommandation,Réponse\nR1,acceptée\n",
        engagements="Clé,Réponse à,Engagement,Qui s'engage\nE1,R1,Un puits,Mairie\n",
    )

    assert codes(folder, dossier) == ["shared-name", "shared-name"]


def test_people_have_a_household(tmp_path: Path) -> None:
    folder = field.csv(tmp_path, personnes="Pseudonyme,Ménage\nk7,m1\nk8,m1\n")

    after = bring(folder, field.dossier())

    assert after.table("people")["household"].to_list() == ["m1", "m1"]
    field.csv(folder, personnes="Pseudonyme,Ménage\nk7,Awa Keita\n")
    assert codes(folder, field.dossier()) == ["looks-like-a-name"]
