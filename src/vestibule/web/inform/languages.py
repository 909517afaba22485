"""What is translated, how does it go out and come back, in what is the next edition?"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vestibule.api import complaints, own_words, translated
from vestibule.errors import FileError, VestibuleError
from vestibule.web.context import current_process
from vestibule.web.protect.views import words_of
from vestibule.web.records import audit, declarations
from vestibule.web.records.access import Person, Right, door, person_of
from vestibule.web.work.failures import sentences
from vestibule.words import LANGUAGES, PAGES, Catalogue, public

FOLDER = "translations"
"""Where the team's own sentences lie in the home, as in a dossier's folder."""

LARGEST = 5_000_000
"""Bytes of a translator's workbook."""

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How far a language goes."""

    key: str
    name: str
    done: int
    of: int
    is_page: bool
    state: str


@door(Right.SEE_EDITIONS)
@require_safe
def languages(request: HttpRequest) -> HttpResponseBase:
    """Show what is translated, and in which languages the next edition will be."""
    person, words = _person(request), words_of(request)
    process = current_process()
    declared = {one.key: one for one in process.languages} if process else {}
    tags = dict.fromkeys((*PAGES, *declared))
    spoken = [_spoken(tag, declared.get(tag), words.lang) for tag in tags]
    context = {
        "spoken": spoken,
        "n": sum(one.is_page for one in spoken),
        "may": person.may(Right.TRANSLATE),
    }
    return render(request, "inform/languages.html", context)


def _named(tag: str, words: Catalogue) -> str:
    key = f"web_languages.names.{tag}"
    return words(key) if key in words else tag


def _spoken(tag: str, declared: Any, lang: str) -> Spoken:
    wanted = public.required()
    told = set(wanted) - set(public.missing(tag)) if tag in PAGES else set()
    # a process may call a language by a tag that no folder can have
    if tag not in PAGES and _is_tag(tag):
        told = told | (set(own_words.told(folder(), tag)) & set(wanted))
    done = len(told)
    name = declared.names.get(lang, tag) if declared else _named(tag, Catalogue(lang))
    state = "done" if done == len(wanted) else "few" if done else "missing"
    return Spoken(
        key=tag,
        name=name,
        done=done,
        of=len(wanted),
        is_page=tag in PAGES or done >= own_words.ENOUGH * len(wanted),
        state=state,
    )


def _is_tag(tag: str) -> bool:
    try:
        own_words.folder_of(folder(), tag)
    except FileError:
        return False
    return True


@door(Right.TRANSLATE)
@require_safe
def export(request: HttpRequest, lang: str) -> HttpResponseBase:
    """Hand out the sentences of the public pages as a workbook; no cell is a formula."""
    if not own_words.TAG.fullmatch(lang) or lang in LANGUAGES or not _is_tag(lang):
        raise Http404
    with tempfile.TemporaryDirectory() as aside:
        path = Path(aside) / "words.xlsx"
        translated.export(path, lang=lang, dossier=folder())
        response = HttpResponse(path.read_bytes(), content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="vestibule-{lang}.xlsx"'
    return response


@door(Right.TRANSLATE)
@require_POST
def bring(request: HttpRequest) -> HttpResponseBase:
    """Take a translator's workbook: all of it, or nothing."""
    person, words, at = _person(request), words_of(request), timezone.now()
    lang, file = request.POST.get("lang", "").strip(), request.FILES.get("file")
    if not own_words.TAG.fullmatch(lang) or not isinstance(file, UploadedFile):
        messages.error(request, words("web_languages.which"))
        return redirect("inform:languages")
    if (file.size or 0) > LARGEST:
        messages.error(request, words("web_languages.large"))
        return redirect("inform:languages")
    try:
        done = _brought(file, lang)
    except VestibuleError as error:
        for said in sentences(complaints.described(error), words)[:5]:
            messages.error(request, said)
        return redirect("inform:languages")
    audit.record("write", by=person, at=at, table="site_languages", record=lang)
    messages.success(request, words("web_languages.brought", n=done, lang=lang))
    return redirect("inform:languages")


def _brought(file: UploadedFile[Any], lang: str) -> int:
    with tempfile.TemporaryDirectory() as aside:
        path = Path(aside) / "words.xlsx"
        path.write_bytes(b"".join(file.chunks()))
        return translated.bring(path, lang=lang, into=folder()).sentences


def folder() -> Path:
    """Return where the team's own sentences lie, beside what the process declares."""
    there = Path(settings.HOME) / FOLDER
    holds = declarations.latest()
    there.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = there / "process.toml"
    if holds is not None and (
        not file.is_file() or file.read_text("utf-8") != holds.text
    ):
        file.write_text(holds.text, "utf-8")
    return there


def _person(request: HttpRequest) -> Person:
    person = person_of(request)
    if person is None:  # the door saw to it
        raise Http404
    return person
