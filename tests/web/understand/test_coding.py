"""Reading blind, alone and together: what is put, taken back, finished, settled."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from tests.dossier.generate import PROCESS
from tests.web import cast
from tests.web.cast import AT, Cast

from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.errors import Refused
from vestibule.understand.coding import readings
from vestibule.web.records import declarations, frames, writing
from vestibule.web.records.models import AuditEntry, Code, Coding, Excerpt, Origin
from vestibule.web.understand import actions, book, queue, reading
from vestibule.web.understand.passage import Span

WORDS = "The well is dry. Nobody came back from [place]. We wait."


class Readers:
    """Two researchers and a third, an excerpt, two themes."""

    def __init__(self) -> None:
        self.cast: Cast = cast.gather()
        met = cast.gathering(self.cast.places["hill"], consent=2)
        self.excerpt = cast.excerpt(met, words=WORDS, consent=2, lang="en", position=3)
        self.fear = cast.record("codes", key="fear", name="Fear", kind="obstacle")
        self.water = cast.record("codes", key="water", name="Water", kind="need")
        bridge = self.cast.partners["bridge"]
        self.cast.accounts["iba"] = cast.account("iba", bridge, "researcher")
        self.cast.accounts["jala"] = cast.account("jala", bridge, "researcher")
        self.bako, self.iba, self.jala = (
            self.cast.person(name) for name in ("bako", "iba", "jala")
        )
        self.url = f"/atelier/codage/{self.excerpt}/"

    def put(self, who: Any, code: str, **more: Any) -> str:
        return actions.put(excerpt=self.excerpt, code=code, by=who, at=AT, **more)

    def finish(self, *who: Any) -> None:
        for one in who:
            actions.finish(excerpt=self.excerpt, by=one, at=AT)

    def seen_by(self, who: Any) -> reading.Readings:
        return reading.of(Excerpt.objects.get(pk=self.excerpt), who)

    def browser(self, name: str) -> Client:
        return self.cast.client(name)


@pytest.fixture
def read(db: None) -> Readers:
    return Readers()


def page(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_code_is_put_once_however_often_it_is_sent(read: Readers) -> None:
    first = read.put(read.bako, read.fear, span=Span(0, 16))
    again = read.put(read.bako, read.fear, span=Span(0, 16))

    assert first == again
    (kept,) = Coding.objects.all()
    assert (kept.coder, kept.starts, kept.ends, kept.reading) == ("bako", 0, 16, "open")
    assert AuditEntry.objects.filter(table="codings", act="write").count() == 1


def test_words_that_the_excerpt_does_not_have_are_refused(read: Readers) -> None:
    for span in (Span(0, len(WORDS) + 1), Span(5, 5), Span(-1, 4)):
        with pytest.raises(Refused):
            read.put(read.bako, read.fear, span=span)

    assert not Coding.objects.exists()


def test_what_is_taken_back_is_superseded_and_no_analysis_is_forgotten(
    read: Readers,
) -> None:
    put = read.put(read.bako, read.fear)
    actions.take_back(coding=put, by=read.bako, at=AT)

    assert Coding.objects.count() == 2
    assert read.seen_by(read.bako).mine.put == ()  # type: ignore[union-attr]
    with pytest.raises(Http404):
        actions.take_back(coding=put, by=read.bako, at=AT)


def test_nobody_takes_back_or_notes_what_another_put(read: Readers) -> None:
    put = read.put(read.bako, read.fear)

    with pytest.raises(Http404):
        actions.take_back(coding=put, by=read.iba, at=AT)
    with pytest.raises(Http404):
        actions.note(coding=put, memo="mine", by=read.iba, at=AT)


def test_a_memo_stands_beside_its_code_and_leaves_its_words(read: Readers) -> None:
    put = read.put(read.bako, read.fear, span=Span(0, 16), denied=True)
    actions.note(coding=put, memo=" ask again ", by=read.bako, at=AT)
    actions.note(
        coding=Coding.objects.get(memo="ask again").pk,
        memo="ask again",
        by=read.bako,
        at=AT,
    )

    (kept,) = read.seen_by(read.bako).mine.put  # type: ignore[union-attr]
    assert (kept.memo, kept.starts, kept.ends, kept.stance) == (
        "ask again",
        0,
        16,
        "against",
    )
    assert Coding.objects.count() == 2


def test_a_finished_reading_takes_no_more_until_it_is_opened_again(
    read: Readers,
) -> None:
    put = read.put(read.bako, read.fear)
    read.finish(read.bako, read.bako)
    with pytest.raises(Refused):
        read.put(read.bako, read.water)
    with pytest.raises(Refused):
        actions.take_back(coding=put, by=read.bako, at=AT)

    actions.reopen(excerpt=read.excerpt, by=read.bako, at=AT)
    read.put(read.bako, read.water)

    assert len(read.seen_by(read.bako).mine.put) == 2  # type: ignore[union-attr]
    assert not read.seen_by(read.bako).done


def test_who_has_finished_cannot_go_back_once_another_has(read: Readers) -> None:
    read.put(read.bako, read.fear)
    read.put(read.iba, read.water)
    read.finish(read.bako, read.iba)

    with pytest.raises(Refused):
        actions.reopen(excerpt=read.excerpt, by=read.bako, at=AT)


def test_a_third_who_could_see_two_readings_does_not_add_one(read: Readers) -> None:
    read.finish(read.bako, read.iba)

    with pytest.raises(Refused):
        read.put(read.jala, read.fear)
    with pytest.raises(Refused):
        read.finish(read.jala)


def test_the_rooms_count_a_reading_when_it_is_finished_only(read: Readers) -> None:
    read.put(read.bako, read.fear)
    read.put(read.iba, read.water)
    read.finish(read.bako)

    found = readings.readings(lineage.settled(_dossier()))

    assert found.select("coder", "code").rows() == [("bako", read.fear)]


def _dossier() -> Dossier:
    """Return what the rooms read; the cast writes rows past the count of origins."""
    declarations.declare(PROCESS.text, at=AT, by="dado")
    Origin.objects.update(last=10_000)
    return frames.dossier_of()


def test_a_second_reading_is_hidden_until_both_are_finished(read: Readers) -> None:
    read.put(read.iba, read.water)
    read.finish(read.iba)
    before = page(read.browser("bako"), read.url)
    posed = before[before.index('class="posed"') :]

    assert "Water" not in posed
    assert "caché" in before
    read.put(read.bako, read.fear)
    while_reading = page(read.browser("bako"), read.url)
    assert "Water" not in while_reading[while_reading.index('class="posed"') :]

    read.finish(read.bako)
    after = page(read.browser("bako"), read.url)
    assert "Deux lectures diffèrent" in after
    assert "Water" in after
    assert "Fear" in after
    assert "iba" not in after.replace("Vestibule", "").replace("vestibule", "")


def test_who_settles_says_what_holds_and_the_last_word_holds(read: Readers) -> None:
    read.put(read.bako, read.fear)
    read.put(read.iba, read.water)
    with pytest.raises(Refused):
        actions.settle(excerpt=read.excerpt, codes=[read.fear], by=read.jala, at=AT)
    read.finish(read.bako, read.iba)
    for codes in ([read.fear, read.water], [read.fear]):
        actions.settle(excerpt=read.excerpt, codes=codes, by=read.jala, at=AT)

    found = read.seen_by(read.bako)
    assert found.settled is not None
    assert found.settled.found() == {(read.fear, False)}
    assert not found.apart
    bearing = readings.borne(lineage.settled(_dossier())).filter("bears")
    assert bearing["code"].to_list() == [read.fear]


def test_the_list_leads_from_what_was_begun_to_what_one_other_read(
    read: Readers,
) -> None:
    met = Excerpt.objects.get(pk=read.excerpt).gathering_id
    half = cast.excerpt(met, words="Half read.", consent=2, position=4)
    cast.excerpt(met, words="Raw.", consent=2, position=5, review="unreviewed")
    actions.put(excerpt=half, code=read.fear, by=read.iba, at=AT)
    listed = queue.queue(read.bako, "fr")

    assert listed.counts == {
        "mine": 0,
        "second": 1,
        "unread": 1,
        "twice": 0,
        "finished": 0,
    }
    assert (listed.state, listed.unreviewed) == ("second", 1)
    assert [one.called for one in listed.rows] == ["G/4"]
    assert queue.following(read.bako, after=half) == read.excerpt

    read.put(read.bako, read.fear)
    assert queue.queue(read.bako, "fr").state == "mine"
    read.finish(read.bako)
    assert queue.queue(read.bako, "fr").counts["finished"] == 1


def test_what_was_put_on_an_earlier_version_stays_put(read: Readers) -> None:
    read.put(read.iba, read.fear, span=Span(0, 16))
    read.finish(read.iba)
    old = Excerpt.objects.get(pk=read.excerpt)
    row = {
        "gathering": old.gathering_id,
        "words": WORDS,
        "consent": 2,
        "review": "cleared",
    }
    new = writing.append(
        "excerpts", {**row, "supersedes": old.pk}, origin="well-1", by="dado", at=AT
    )

    assert queue.queue(read.bako, "fr").counts["second"] == 1
    (other,) = reading.of(Excerpt.objects.get(pk=new), read.bako).others
    assert other.finished


def test_an_excerpt_that_waits_for_review_is_not_there_to_code(read: Readers) -> None:
    met = Excerpt.objects.get(pk=read.excerpt).gathering_id
    raw = cast.excerpt(met, words="Raw.", consent=2, review="unreviewed")

    assert read.browser("bako").get(f"/atelier/codage/{raw}/").status_code == 404
    with pytest.raises(Http404):
        actions.put(excerpt=raw, code=read.fear, by=read.bako, at=AT)


def test_only_who_codes_opens_the_pane_and_missing_looks_like_not_yours(
    read: Readers,
) -> None:
    for name in ("amina", "dado", "esi", "fanta"):
        assert read.browser(name).get(read.url).status_code == 404
    assert read.browser("bako").get("/atelier/codage/nothing/").status_code == 404


def test_reading_an_excerpt_is_written_down(read: Readers) -> None:
    page(read.browser("bako"), read.url)

    entry = AuditEntry.objects.filter(act="read", record=read.excerpt).get()
    assert entry.by == "bako"


def test_without_a_script_a_theme_is_put_on_sentences_by_a_form(read: Readers) -> None:
    browser = read.browser("bako")
    sent = {
        "code": read.fear,
        "first": "1",
        "last": "2",
        "memo": "",
        "starts": "",
        "ends": "",
    }
    response = browser.post(f"{read.url}poser/", sent)

    assert response.status_code == 302
    kept = Coding.objects.get()
    assert (
        WORDS[kept.starts : kept.ends]
        == "The well is dry. Nobody came back from [place]."
    )
    shown = page(browser, read.url)
    assert "Fear" in shown[shown.index('class="posed"') :]
    assert re.search(r'class="red"[^>]*>place<', shown)


def test_a_form_without_a_theme_says_so_and_loses_nothing(read: Readers) -> None:
    response = read.browser("bako").post(f"{read.url}poser/", {"first": "1"})

    assert response.status_code == 422
    assert "Choisissez un thème" in response.content.decode()


def test_sentences_that_are_not_there_are_refused_in_words(read: Readers) -> None:
    response = read.browser("bako").post(
        f"{read.url}poser/", {"code": read.fear, "first": "9"}, follow=True
    )

    assert "Ces mots ne sont pas dans l’extrait" in response.content.decode()
    assert not Coding.objects.exists()


def test_what_was_chosen_stays_where_a_theme_cannot_be_put(read: Readers) -> None:
    sent = {"code": read.fear, "first": "1", "last": "9", "denied": "1", "memo": "Who?"}

    response = read.browser("bako").post(f"{read.url}poser/", sent)

    shown = response.content.decode()
    assert response.status_code == 422
    assert f'<option value="{read.fear}"' in shown
    assert re.search(rf'value="{read.fear}"[^>]* selected', shown)
    assert not re.search(rf'value="{read.water}"[^>]* selected', shown)
    assert "<option selected>1</option>" in shown
    assert 'name="denied" value="1" checked' in shown
    assert ">Who?</textarea>" in shown


def test_a_theme_that_cannot_be_put_is_not_made_and_stays_on_the_page(
    read: Readers,
) -> None:
    sent = {
        "name": "Evening",
        "kind": "need",
        "definition": "After dusk.",
        "first": "9",
    }

    response = read.browser("bako").post(f"{read.url}nouveau/", sent)

    shown = response.content.decode()
    assert response.status_code == 422
    assert "Ces mots ne sont pas dans l’extrait" in shown
    assert 'value="Evening"' in shown
    assert "After dusk.</textarea>" in shown
    assert 'name="first" value="9"' in shown
    assert Code.objects.count() == 2


def test_words_sent_to_a_finished_reading_are_shown_again(read: Readers) -> None:
    read.finish(read.bako)
    browser = read.browser("bako")
    theme = {"name": "Evening", "kind": "need", "definition": "After dusk."}

    put = browser.post(f"{read.url}poser/", {"code": read.fear, "memo": "Who?"})
    made = browser.post(f"{read.url}nouveau/", theme)

    for response, words in ((put, ["Who?"]), (made, ["Evening", "After dusk."])):
        assert response.status_code == 422
        for text in words:
            assert (
                f'<p class="voice" dir="auto">{text}</p>' in response.content.decode()
            )
    assert Code.objects.count() == 2


def test_words_about_an_excerpt_that_was_corrected_meanwhile_are_shown_beside_it(
    read: Readers,
) -> None:
    coding, browser = read.put(read.bako, read.fear), read.browser("bako")
    old = Excerpt.objects.get(pk=read.excerpt)
    new = cast.excerpt(
        old.gathering_id,
        words="We still wait.",
        consent=2,
        lang="en",
        supersedes=old.pk,
    )
    theme = {"name": "Evening", "kind": "need", "definition": "After dusk."}

    for act, sent, shown in (
        ("poser/", {"code": read.fear, "memo": "Who?"}, "Who?</textarea>"),
        ("nouveau/", theme, "After dusk.</textarea>"),
        ("memo/", {"coding": coding, "memo": "m" * 2001}, f"{'m' * 2001}</textarea>"),
    ):
        response = browser.post(f"{read.url}{act}", sent)
        assert response.status_code == 422
        assert shown in response.content.decode()
        assert "We still wait." in response.content.decode()
        assert f"/atelier/codage/{new}/{act}" in response.content.decode()
    assert browser.post("/atelier/codage/gone/nouveau/", theme).status_code == 404
    assert read.browser("esi").post(f"{read.url}nouveau/", theme).status_code == 404
    assert Code.objects.count() == 2


def test_a_memo_that_is_too_long_is_refused_whole(read: Readers) -> None:
    coding, browser = read.put(read.bako, read.fear), read.browser("bako")
    long = "m" * 1999 + "nn"

    response = browser.post(f"{read.url}memo/", {"coding": coding, "memo": long})

    shown = response.content.decode()
    assert response.status_code == 422
    assert f"{long}</textarea>" in shown
    assert f'id="mw-{coding}" role="alert">' in shown
    assert Coding.objects.get().memo is None
    browser.post(f"{read.url}memo/", {"coding": coding, "memo": long[:2000]})
    assert Coding.objects.filter(memo=long[:2000]).count() == 1


def test_a_new_theme_is_made_once_and_put(read: Readers) -> None:
    browser = read.browser("bako")
    for name in ("La peur du soir", "la  PEUR du soir"):
        browser.post(f"{read.url}nouveau/", {"name": name, "kind": "obstacle"})

    made = Code.objects.get(key="la_peur_du_soir")
    assert made.name == "La peur du soir"
    assert Coding.objects.get().code_id == made.pk


def test_a_theme_without_a_kind_is_asked_for_again(read: Readers) -> None:
    response = read.browser("bako").post(f"{read.url}nouveau/", {"name": "Peur"})

    assert response.status_code == 422
    assert Code.objects.count() == 2


def test_a_key_that_is_taken_gets_a_number(read: Readers) -> None:
    made = book.create(name="Fear?", kind="other", definition="", by=read.bako, at=AT)
    assert made == read.fear
    other = book.create(
        name="Fear, water", kind="other", definition="", by=read.bako, at=AT
    )
    again = book.create(
        name="Fear water!", kind="other", definition="", by=read.bako, at=AT
    )
    assert other == again
    assert Code.objects.get(pk=other).key == "fear_water"


def test_the_buttons_finish_reopen_take_back_and_settle(read: Readers) -> None:
    bako, iba = read.browser("bako"), read.browser("iba")
    bako.post(f"{read.url}poser/", {"code": read.fear})
    put = Coding.objects.get().pk
    bako.post(f"{read.url}memo/", {"coding": put, "memo": "why"})
    noted = Coding.objects.get(memo="why").pk
    bako.post(f"{read.url}retirer/", {"coding": noted})
    bako.post(f"{read.url}poser/", {"code": read.water})
    assert bako.post(f"{read.url}fini/")["Location"] == "/atelier/codage/"
    assert "Vous avez terminé" in page(bako, read.url)
    bako.post(f"{read.url}rouvrir/")
    assert not read.seen_by(read.bako).done
    bako.post(f"{read.url}fini/")
    iba.post(f"{read.url}fini/")
    iba.post(f"{read.url}departager/", {"code": [read.water]})

    found = read.seen_by(read.iba)
    assert found.settled is not None
    assert found.settled.found() == {(read.water, False)}
    assert "Départagé" in page(iba, read.url)
    refused = bako.post(f"{read.url}rouvrir/", follow=True).content.decode()
    assert "Une autre lecture est finie" in refused


def test_codes_near_by_their_letters_are_called_suggestions(read: Readers) -> None:
    near = book.with_near("fear fear fear", book.themes(read.bako, "en"))
    assert [one.name for one in near if one.near] == ["Fear"]
    assert book.with_near("anything", []) == []


def test_recent_codes_are_those_put_last_first(read: Readers) -> None:
    read.put(read.bako, read.fear)
    read.put(read.bako, read.water)
    known = book.themes(read.bako, "en")

    assert [one.name for one in book.recent(read.bako, known)] == ["Water", "Fear"]
    assert book.recent(read.iba, known) == []
