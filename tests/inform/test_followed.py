"""Trust, promises and asks on the page, in the script, in the data."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.inform import followed_sample as made
from tests.inform import sample

from vestibule.inform.chapters import asks, promises
from vestibule.inform.chapters import trust as trust_chapter
from vestibule.inform.figures import board, trust
from vestibule.inform.followed import Followed
from vestibule.inform.markup import plain
from vestibule.inform.material import Material
from vestibule.inform.story import Story, told


def story(lang: str = "fr", **changes: object) -> Story:
    return told(replace(sample.MATERIAL, **changes), lang)  # type: ignore[arg-type]


def hard(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


# Trust


def test_the_headline_tells_what_rises_and_what_falls() -> None:
    figure = story().figures["trust"]

    assert hard(figure.headline) == (
        "Monte : confiance envers la mairie ; baisse : confiance envers les juges"
    )


def test_where_nothing_moves_that_is_said_and_where_nothing_can_be_said_that_too() -> (
    None
):
    still = story(trust=(made.STILL, made.UNSURE))
    unsure = story(trust=(made.UNSURE,))

    assert "assez clair" in still.figures["trust"].headline
    assert "pas encore dire" in unsure.figures["trust"].headline
    assert "pas clairement" in trust_chapter.title(still)
    assert "pas encore dire" in trust_chapter.title(unsure)


def test_the_chapter_is_called_by_the_verdicts() -> None:
    assert "dans un sens" in trust_chapter.title(story())
    assert trust_chapter.title(story(trust=(made.RISING,))).endswith("monte")
    assert trust_chapter.title(story(trust=(made.FALLING,))).endswith("baisse")


def test_a_gap_is_dashed_a_hidden_wave_is_hatched_and_neither_has_a_band() -> None:
    rising, falling = trust.chart(made.RISING), trust.chart(made.FALLING)

    assert rising.count("stroke-dasharray") == 1  # from wave 2 to wave 4
    assert rising.count('fill="#c3d1e4"') == 1  # between waves 1 and 2 only
    assert falling.count("stroke-dasharray") == 1
    assert 'fill="#c3d1e4"' not in falling
    assert rising.count("<circle") == 3
    assert falling.count("<circle") == 2
    assert falling.count("h12v12h-12z") == 1


def test_one_wave_stands_alone_in_its_chart() -> None:
    alone = replace(made.RISING, waves=made.RISING.waves[:1])

    assert trust.chart(alone).count("<circle") == 1
    assert trust.chart(replace(made.STILL, waves=made.STILL.waves[1:2])).count("<circle") == 1  # fmt: skip


def test_first_and_last_value_and_the_number_of_every_wave_are_printed() -> None:
    text = hard(plain(story().figures["trust"].body))

    assert "20 → puis 60 sur 100" in re.sub(r"\s+", " ", text)
    for said in ("Vague 1 : 40 sur 200 (15 à 26 sur 100)", "Vague 3 : pas demandé", "Vague 3 : non montré"):  # fmt: skip
        assert said in text


def test_the_data_tells_gaps_from_hidden_waves() -> None:
    text = hard(story("en").figures["trust"].csv())

    assert "Trust in the town hall" not in text
    assert "trust in the town hall,Wave 1:,40,200,20,15,26,rising" in text
    assert "trust in the town hall,Wave 3:,not asked" in text
    assert "trust in the judges,Wave 3:,\"not shown" in text or "trust in the judges,Wave 3:,not shown" in text  # fmt: skip


def test_at_most_twelve_barometers_are_drawn_and_the_others_counted() -> None:
    many = tuple(made.STILL for _ in range(14))
    figure = story(trust=many).figures["trust"]

    assert figure.body.count('class="verdict"') == 12
    assert "2 autres" in hard(figure.says)
    assert len(figure.rows) == 14 * 4


def test_aloud_it_takes_some_seconds_only() -> None:
    assert len(story().figures["trust"].spoken.split()) < 75


# Promises


def test_the_board_counts_each_promise_once_and_gives_no_mean() -> None:
    counts = board.standings(made.FOLLOWED)

    assert sum(counts.values()) == len(made.PROMISES)
    assert all(n == 1 for n in counts.values())
    figure = story().figures["board"]
    assert hard(figure.headline) == "Sept demandes, sept promesses ; une est tenue et confirmée"  # fmt: skip
    assert "Quatre promesses sont attendues" in hard(figure.says)


def test_sides_stand_side_by_side_and_a_difference_is_called_one() -> None:
    text = re.sub(r"\s+", " ", hard(plain(promises.card(story(), made.PROMISES[0]))))

    assert text.startswith(" contestéattendu depuis sept mois") or "attendu depuis sept mois" in text  # fmt: skip
    assert "Officielfait" in text
    assert "Communautésen partie" in text
    assert "Observateursen partie" in text
    assert "En réponse à : « Lire les accords »" in text


def test_overdue_is_said_in_plain_words() -> None:
    setting = story().setting
    late = [board.late(setting, one) for one in made.PROMISES]

    assert late[0] == "attendu depuis sept mois"
    assert late[1] == ""
    assert hard(late[3]) == "attendu depuis trois ans"
    assert late[4] == "pas fait avant la fin de l’accord"
    assert late[5] == "attendu depuis un mois"
    assert board.since(setting, "followed.late", "2031-02") == "attendu ce mois-ci"


def test_a_word_that_is_not_shown_and_none_read_alike() -> None:
    setting = story().setting

    assert board.side(setting, made.PROMISES[6], "community") == "rien de publié"


def test_at_most_twelve_promises_are_told_one_by_one() -> None:
    many = Followed(promises=made.PROMISES * 2)
    page = promises.html(story(followed=many))

    assert page.count('class="sides"') == 12
    assert "Deux autres promesses" in hard(plain(page))
    assert story(followed=many).figures["board"].headline.startswith("14 promesses")


def test_silence_gives_the_chapter_its_title() -> None:
    def title(*asks: object) -> str:
        given = Followed(asks=asks, promises=made.PROMISES[:1])  # type: ignore[arg-type]
        return promises.title(story(followed=given), given)

    assert title(*made.ASKS).startswith("Deux demandes restent sans réponse")
    assert title(made.ASKS[1]) == "Chaque demande a reçu une réponse"
    assert title(made.ASKS[4]) == "Les réponses sont attendues"
    assert title() == "Ce qui a été promis, et ce qui en a été vu"


def test_what_was_asked_without_any_promise_is_said_to_be_that() -> None:
    given = Followed(asks=made.ASKS)
    page = promises.html(story(followed=given))

    assert "rien n’a encore été promis" in plain(page)
    assert 'class="cards"' not in page


def test_a_promise_aloud_names_its_sides_or_says_that_nobody_has_looked() -> None:
    lines = promises.spoken(story())

    assert "Communes a promis : Une lecture par semaine. Officiel : fait" in hard(lines[3])  # fmt: skip
    unseen = promises.aloud(story(), made.PROMISES[6])
    assert "Personne ne dit encore" in unseen


# Asks


def test_each_addressee_is_asked_three_things_at_most_what_is_done_last() -> None:
    by = asks.by_side(story())

    assert list(by) == ["community", "authority", "forces"]
    assert list(by["authority"]) == ["Communes", "Juges"]
    assert by["authority"]["Communes"][-1].standing == "kept"
    page = hard(plain(asks.html(story())))
    assert "Une autre demande vous est adressée" in page


def test_what_belongs_to_a_finding_leads_to_it_in_the_order_of_the_people() -> None:
    page = asks.html(story())

    assert 'href="#constat-justice"' in page
    first = asks.by_side(story())["authority"]["Communes"][0]
    assert first.finding == "trade"


def test_every_way_of_answering_is_said() -> None:
    said = [hard(asks.state(story(), one)) for one in made.ASKS]

    assert said == [
        "Sans réponse depuis 11 mois",
        "Accepté en mai 2030 ; promis : contesté",
        "Accepté avec des changements en mai 2030 ; promis : tenu, et confirmé",
        "Refusé en juin 2030",
        "Réponse attendue pour juin 2031",
        "Réponse attendue",
        "Sans réponse",
    ]


def test_the_addressees_own_words_stand_beside_what_was_asked() -> None:
    assert "Oui, la moitié" in plain(asks.item(story(), made.ASKS[2]))


def test_where_nothing_followed_the_chapters_are_left_out() -> None:
    bare = told(Material(process=sample.PROCESS, trace=sample.TRACE), "fr")

    for chapter in (trust_chapter, promises, asks):
        assert chapter.html(bare) == ""
        assert chapter.spoken(bare) == []
