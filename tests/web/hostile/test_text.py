"""Hostile words in every field of every form: kept as they are, and run nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import override_settings
from tests.web.hostile import attack, browser, sending, told, walking, world
from tests.web.hostile.attack import Attack
from tests.web.hostile.payloads import PAYLOADS, Payload, drawn
from tests.web.hostile.typed import ASKED, FORMS, OF_FORMS

from vestibule.web import sheets
from vestibule.web.protect import throttle
from vestibule.web.work import parts

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.page,
    pytest.mark.enable_socket,  # Playwright talks to its browser over a local socket
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

SAMPLE = tuple(one for one in drawn(10, seed=0) if one.kind != "long")[:3]

SLOW = frozenset({"act:paper"})
"""Pages that the proof opens: a sheet of a gathering is drawn whole."""

EVERY_RUN = attack.Plan(payloads=SAMPLE, unfit=SAMPLE[:1], parts=parts.CHEAP, each=1, but=SLOW)  # fmt: skip

PROOF = attack.Plan(
    payloads=PAYLOADS,
    unfit=PAYLOADS,
    parts=(*parts.CHEAP, "ground", "map", "coding", "opinion", "audits"),
    each=12,
)

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def attacked(plan: attack.Plan, home: Path) -> Attack:
    """Write hostile words everywhere on a site, and read them back; then it is gone."""
    here = {"HOME": home, "FILES": home / "files", "RELEASES": home / "releases"}
    with (
        override_settings(SECURE_SSL_REDIRECT=False, PASSWORD_HASHERS=QUICK, **here),
        patch.object(throttle, "may_try", lambda *_args, **_named: True),
        transaction.atomic(),
    ):
        site = world.Site(world.guest())
        found = attack.written(site, plan)
        found.seen = attack.opened(site, found, plan.each)
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Attack]:  # fmt: skip
    """Return what came of a few of the words."""
    with django_db_blocker.unblock():
        yield attacked(EVERY_RUN, tmp_path_factory.mktemp("home"))


def fitting(payloads: tuple[Payload, ...], view: str, name: str) -> set[int]:
    """Return which of some words a field has room for."""
    form = next(one for one in FORMS if one.view == view)
    most, number = form.texts[name], sending.NUMBERS[view, name]
    return {
        one.number
        for one in payloads
        if len(one.short(number)) <= most and form.fits(name, one.sent)
    }


def lost(found: Attack, payloads: tuple[Payload, ...]) -> dict[tuple[str, str], list[int]]:  # fmt: skip
    """Return field by field the words that the site did not keep as they were written."""
    missing = {
        place: sorted(fitting(payloads, *place) - found.kept[number])
        for place, number in sending.NUMBERS.items()
    }
    return {place: numbers for place, numbers in missing.items() if numbers}


def unshown(found: Attack) -> set[tuple[str, str]]:
    """Return the fields whose words no page gave back unchanged."""
    return {place for place, number in sending.NUMBERS.items() if not found.shown[number]}  # fmt: skip


UNREAD = {(form.view, name) for form in FORMS for name in form.unread}


def test_every_field_keeps_the_words_as_they_were_written(sample: Attack) -> None:
    assert (sample.sent.failed, sample.sent.refused) == ([], {})
    assert lost(sample, SAMPLE) == {}


def test_what_a_field_does_not_take_is_kept_nowhere(sample: Attack) -> None:
    assert len(sample.sent.misfits) > 30  # fields of a number, a key, a code
    assert sample.misfits == []


def test_words_come_back_unchanged_on_pages_that_run_none_of_them(sample: Attack) -> None:  # fmt: skip
    assert unshown(sample) == UNREAD
    assert sample.amiss == []
    assert sample.computing == []


def test_in_a_browser_without_a_policy_nothing_runs(sample: Attack) -> None:
    assert sample.seen.wrong == []
    assert (
        sample.seen.scripts > 10
    )  # those of the pages themselves, which read attributes
    assert sample.seen.shown == {one.mark for one in SAMPLE}


def test_every_field_of_text_that_a_page_shows_was_filled(sample: Attack) -> None:
    declared = {form.view: form.fields for form in FORMS}

    assert {view: names for view, names in sample.walk.typed.items() if names} == {
        view: names for view, names in declared.items() if names
    }


def test_no_page_and_no_form_was_passed_by(sample: Attack) -> None:
    forms = {form.view for form in FORMS} | walking.TAKES_NO_WORDS

    assert walking.unseen(sample.walk) - forms - SLOW - {*ASKED} == set()
    assert sample.walk.sent_to - forms - walking.SEEN_ELSEWHERE == set()


def test_everything_that_may_be_asked_behind_an_address_was(sample: Attack) -> None:
    heard = {view: names - OF_FORMS for view, names in sample.walk.heard.items()}

    for view, names in heard.items():
        assert names <= {*ASKED.get(view, ())}, view


@pytest.mark.proof
def test_five_hundred_hostile_texts_in_every_field_run_nowhere(
    django_db_setup: None, django_db_blocker: Any, tmp_path: Path
) -> None:
    with django_db_blocker.unblock():
        found = attacked(PROOF, tmp_path)

    assert (found.sent.failed, found.sent.refused) == ([], {})
    assert lost(found, PAYLOADS) == {}
    assert found.misfits == []
    assert (unshown(found), found.amiss, found.computing) == (UNREAD, [], [])
    assert found.seen.wrong == []
    assert len(found.seen.shown) >= 500


@pytest.mark.proof
def test_the_policy_alone_would_keep_a_text_from_running() -> None:
    """A second wall: no page of ours breaks its own policy."""
    site = world.Site(world.guest())
    walk = walking.Walk(site.client)
    walk.follow(walking.STARTS, each=1)

    # a sheet to keep is no page here: it is opened from a disk, where no policy holds
    here = [at for at, one in walk.answers.items() if one.status_code == 200 and told.kind_of(one) == "text/html" and "Content-Disposition" not in one]  # fmt: skip
    shown = browser.given(site.client, here)
    with browser.chromium() as opened:
        seen = browser.look(opened, shown, policy=True)

    assert seen.wrong == []


def test_the_browser_notes_a_page_that_does_not_escape() -> None:
    """The reader is sharp enough: where nothing is escaped, it sees what runs."""
    text = "<img data-hostile src=/hostile/i onerror=hostile(1)><p hx-on:x='' data-x='hz007z'>hz001z"  # fmt: skip
    leaky = {"/x/": (200, {"Content-Type": "text/html"}, text.encode())}

    with browser.chromium() as opened:
        seen = browser.look(opened, leaky)

    assert seen.ran == ["/x/: (1,)"]
    assert seen.asked == ["/x/: asked GET http://testserver/hostile/i"]
    assert len(seen.became) == 3  # an element, and two handlers
    assert seen.shown == {"hz001z"}


def test_the_reader_of_pages_notes_what_is_not_escaped_and_what_is_changed() -> None:
    image = PAYLOADS[28]
    said = image.short(7)
    escaped = told.page(f"<p>{said.replace('<', '&lt;')}</p>")
    leaky, cut = told.page(f"<p>{said}</p>"), told.page(f"<p>{said[5:]}</p>")

    assert (escaped.amiss, told.found(["".join(escaped.words)])) == (
        [],
        {7: {image.number}},
    )
    assert len(leaky.amiss) == 2  # an element of theirs, and what it does
    assert told.found(["".join(cut.words)]) == {}


@pytest.mark.parametrize(
    "text", [p.text for p in PAYLOADS if p.kind == "formula"] + ["a;@SUM(1)"]
)
def test_no_cell_of_a_sheet_computes(text: str) -> None:
    answer = sheets.response([{"a": text, text: "b"}], "x.csv")

    assert told.computing(answer) == []
