"""Nothing breaks out of its place on a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.inform import sample

from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, direction, escape, join, raised, say, tag
from vestibule.words import Catalogue

SETTING = Setting(
    words=Catalogue("fr"), fictitious=False, month="2031-02", languages=sample.LANGUAGES
)


def test_text_is_escaped_and_markup_is_kept():
    assert tag("p", "a < b", Html("<b>c</b>"), None) == "<p>a &lt; b<b>c</b></p>"


def test_attributes_are_written_or_left_out():
    assert tag("a", href="#x", class_="k", hidden=True, title=None, lang=False) == (
        '<a href="#x" class="k" hidden></a>'
    )
    assert tag("meta", charset="utf-8") == '<meta charset="utf-8">'
    assert tag("path", d="M0 0", stroke_width=2) == '<path d="M0 0" stroke-width="2"/>'


def test_markup_tells_templates_that_it_is_markup():
    assert Html("<b>").__html__() == "<b>"


def test_the_endings_of_ranks_are_raised():
    assert (
        raised("2e ou 3e, the 1st")
        == "2<sup>e</sup> ou 3<sup>e</sup>, the 1<sup>st</sup>"
    )
    assert raised("3 enfants") == "3 enfants"


def test_a_mark_stands_where_the_sentence_puts_it():
    said = say(Catalogue("en"), "figures.grid.how.few", mark=Html("<i></i>"))

    assert said == "<i></i> fewer than planned."


def test_directions_follow_the_language():
    assert [direction(lang) for lang in ("ar", "ar-MR", "nqo", "bm", "")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "auto",
    ]


def test_content_says_its_language_and_the_pages_own_does_not():
    assert SETTING.marked({"fr": "eau"}) == "eau"
    assert SETTING.marked({"sahi": "ماء"}) == '<span lang="ar" dir="rtl">ماء</span>'
    assert SETTING.spoken("dlo", "oren") == '<span lang="und" dir="ltr">dlo</span>'
    assert SETTING.spoken("dlo", None) == '<span lang="und" dir="auto">dlo</span>'
    assert SETTING.spoken("ji", "bm", "p") == '<p lang="bm" dir="ltr">ji</p>'
    assert SETTING.language_name("oren") == "orène"
    assert SETTING.language_name("en") == "anglais"
    assert SETTING.language_name("zz") == ""


@given(st.text())
def test_no_text_can_open_an_element_or_close_an_attribute(text):
    assert "<" not in escape(text)
    assert join(text) == escape(text)
    assert tag("a", title=text).count('"') == 2
