"""Hidden signs are left out of what is typed; what writings need stays."""

from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from vestibule.web.middleware.signs import Signs, cleared


def asked(request: HttpRequest) -> HttpRequest:
    """Return the request as a view gets it."""
    got = []

    def view(given: HttpRequest) -> HttpResponse:
        got.append(given)
        return HttpResponse()

    Signs(view)(request)
    return got[0]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Amina\u202e", "Amina"),
        ("\u2066a\u2069", "a"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("\U000e0041a", "a"),
        ("a\ud83d", "a"),
    ],
)
def test_what_turns_text_around_or_is_no_sign_is_left_out(
    typed: str, kept: str
) -> None:
    assert cleared(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "ߒߞߏ\u200f Fulfulde \u200eab",
        "می\u200cخواهم",
        "\u06dd١٢ \u0600",
        "👨\u200d👩",
        "ligne\r\nligne\tx",
        "m\u00adots",
    ],
)
def test_what_a_writing_needs_stays(text: str) -> None:
    assert cleared(text) == text


def test_forms_and_questions_are_cleared_name_by_name(rf: RequestFactory) -> None:
    request = asked(rf.post("/x/?q=a%E2%80%AEb", {"a": ["1\u202e", "2"], "b": "é"}))

    assert request.GET["q"] == "ab"
    assert request.POST.getlist("a") == ["1", "2"]
    assert request.POST["b"] == "é"


def test_what_holds_nothing_hidden_is_handed_on_as_it_is(rf: RequestFactory) -> None:
    request = rf.post("/x/", {"a": "1"})
    given = request.POST

    assert asked(request).POST is given


def test_an_address_with_a_hidden_sign_leads_nowhere(rf: RequestFactory) -> None:
    with pytest.raises(Http404):
        asked(rf.get("/x%00/"))


def test_a_body_for_a_program_is_not_read_here(rf: RequestFactory) -> None:
    request = rf.post("/api/v1/import/votes", b"{}", content_type="application/json")

    assert asked(request).body == b"{}"


def test_a_form_too_large_is_refused_as_it_always_was(
    rf: RequestFactory, settings: object
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10  # type: ignore[attr-defined]
    form = "application/x-www-form-urlencoded"

    with pytest.raises(RequestDataTooBig):
        asked(rf.post("/x/", "a=" + "x" * 50, content_type=form))
