"""Quotes with a planted fact, and quotes without one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

import vestibule
from vestibule.dossier import declaration
from vestibule.dossier.process import Process
from vestibule.protect.screening import Screen

HELD_OUT = Path(__file__).with_name("held_out.toml")

PROCESS = Path(vestibule.__file__).parent / "processes/self-portrait/process.toml"

EXCERPTS = Path(vestibule.__file__).parent / "rehearsal/country/excerpts.toml"


@dataclass(frozen=True, kw_only=True)
class Planted:
    text: str
    lang: str
    kind: str
    fact: str


@cache
def process() -> Process:
    return declaration.read(PROCESS)


@cache
def screen() -> Screen:
    return Screen(process=process(), places={})


def quotes(n: int, seed: int) -> list[Planted]:
    """Return quotes with one fact each, the kinds in turn, between two sentences."""
    told = tomllib.loads(HELD_OUT.read_text("utf-8"))
    draw = np.random.default_rng(seed)
    found = []
    for number in range(n):
        lang = "en" if number % 3 == 2 else "fr"
        kinds = list(told[lang])
        kind = kinds[(number // 3) % len(kinds)]
        fact = _told(told[lang][kind], told, draw)
        first, last = (str(draw.choice(told["around"][lang])) for _ in range(2))
        found.append(
            Planted(text=f"{first} {fact} {last}", lang=lang, kind=kind, fact=fact)
        )
    return found


def _told(
    templates: list[str], told: dict[str, list[str]], draw: np.random.Generator
) -> str:
    name, family = str(draw.choice(told["given"])), str(draw.choice(told["family"]))
    low = name.lower() if draw.random() < 0.5 else f"{name} {family}".lower()
    return str(draw.choice(templates)).format(
        name=name,
        family=family,
        full=f"{name} {family}",
        low=low,
        lowfamily=family.lower(),
    )


def clean() -> list[tuple[str, str]]:
    """Return quotes without a planted fact, with their languages."""
    told = tomllib.loads(HELD_OUT.read_text("utf-8"))["around"]
    written = tomllib.loads(EXCERPTS.read_text("utf-8"))["excerpts"]
    excerpts = [
        (one[lang], lang)
        for one in written
        if "identifying" not in one
        for lang in ("fr", "en")
        if lang in one
    ]
    return [(text, lang) for lang, some in told.items() for text in some] + excerpts
