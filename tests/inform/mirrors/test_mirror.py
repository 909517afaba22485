"""A mirror page is the portrait seen from one place: nothing that it does not hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.inform import sample

from vestibule.dossier.process import Comparison, Group
from vestibule.inform.material import Material
from vestibule.inform.mirrors import Mirror, mirrors
from vestibule.inform.portrait import portrait
from vestibule.inform.story import told
from vestibule.protect.cleared import Count, Hidden


def of(material: Material, lang: str = "en") -> dict[str, Mirror]:
    """Return the mirror pages by the key of their place."""
    return {one.key: one for one in mirrors(told(material, lang))}


def plain(html: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", body))


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_place_of_the_portrait_has_a_page_of_its_own(lang: str) -> None:
    pages = of(sample.MATERIAL, lang)
    assert list(pages) == [row.place.key for row in sample.MATERIAL.places]
    for one in pages.values():
        html = one.html()
        assert "<script" not in html
        assert "http" not in html.replace("http-equiv", "")
        assert one.place in plain(html)
        assert one.script().count("\n") >= 3


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_mirror_tells_no_number_that_the_portrait_does_not(lang: str) -> None:
    page = portrait(sample.MATERIAL, lang=lang)
    known = numbers(plain(page.html())) | numbers(" ".join(page.csvs().values()))
    for one in of(sample.MATERIAL, lang).values():
        assert numbers(plain(one.html())) <= known | {"1", "2"}, one.key


def test_a_place_where_nobody_was_heard_says_so_and_shows_no_number() -> None:
    silent = [one for one in of(sample.MATERIAL).values() if one.heard.nobody]
    assert silent
    for one in silent:
        assert one.title.endswith("nobody has been heard there yet")
        text = plain(one.html())
        assert "not a zero" in text
        assert "You said" not in text
        assert "nobody has been heard there yet" in one.script()


def test_the_title_names_what_most_gatherings_here_said_only_where_all_is_shown() -> (
    None
):
    key = sample.MATERIAL.places[0].place.key

    def counted(*cells: Count | Hidden) -> Mirror:
        findings = tuple(
            replace(finding, by_place=((sample.MATERIAL.places[0].place, cell),))
            for finding, cell in zip(sample.MATERIAL.findings, cells, strict=False)
        )
        return of(replace(sample.MATERIAL, findings=findings))[key]

    n = len(sample.MATERIAL.findings)
    clear = counted(*(Count(value=2 + i, of=15) for i in range(n)))
    assert "is what most gatherings said" in clear.title
    tied = counted(*(Count(value=3, of=15) for _ in range(n)))
    hidden = counted(Hidden(reason="too_few_people"), *(Count(value=3, of=15) for _ in range(n - 1)))  # fmt: skip
    for one in (tied, hidden):
        assert one.title.endswith("what you said, beside what all said")
    assert "not shown" in plain(hidden.html()).lower()
    assert hidden.csvs()


def test_words_said_elsewhere_do_not_stand_on_a_page() -> None:
    for one in of(sample.MATERIAL).values():
        for voice, _ in one.voices:
            assert {quote.place for quote in voice.values()} == {one.key}


def test_where_regions_are_compared_a_page_sets_its_own_beside_the_others() -> None:
    ground = sample.MATERIAL.grounds[0]
    places = [row.place for row in sample.MATERIAL.places if not row.nobody]
    groups = tuple(
        Group(key=f"g{n}", names=group.names, values=(places[n].key,))
        for n, group in enumerate(ground.groups)
    )
    regions = Comparison(
        key=ground.key, names=ground.names, basis="region", groups=groups
    )
    material = replace(
        sample.MATERIAL,
        process=replace(sample.MATERIAL.process, comparisons=(regions,)),
        grounds=(replace(ground, groups=groups),),
    )
    one = of(material)[places[0].key]
    text = plain(one.html())
    assert "Here and elsewhere" in text
    assert "in 100. Elsewhere:" in text
    other = of(material)[places[len(groups)].key] if len(places) > len(groups) else None
    assert other is None or "Here and elsewhere" not in plain(other.html())


def test_a_portrait_without_findings_still_has_mirrors() -> None:
    bare = replace(sample.MATERIAL, findings=(), grid=None, grounds=())
    one = next(page for page in of(bare).values() if not page.heard.nobody)
    assert one.said is None
    assert one.csvs() == {}
    assert one.title.endswith("what you said, beside what all said")
    assert "Who is missing here" not in plain(one.html())
