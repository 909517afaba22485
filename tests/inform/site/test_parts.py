"""Names of files, links, sheets: the small things every page rests on."""

from __future__ import annotations

from vestibule.inform.markup import Html
from vestibule.inform.site import anchors, paths, sheets
from vestibule.inform.site.pages import Page

SHEET = "@layer a,b;@layer a{p{x:1}.in,.out{x:2}@media (min-width:1rem){.in .deep{x:3}}}@page{x:4}.in:not(.gone){x:5}"


def test_a_sheet_keeps_the_rules_that_a_page_can_meet() -> None:
    kept = sheets.needed(SHEET, '<p class="in other">x</p>')

    assert kept == "@layer a,b;@layer a{p{x:1}.in{x:2}}@page{x:4}.in:not(.gone){x:5}"


def test_a_page_with_every_class_keeps_the_whole_sheet() -> None:
    assert sheets.needed(SHEET, '<p class="in out deep gone">x</p>') == SHEET


def test_what_a_rule_needs_may_stand_in_any_element() -> None:
    kept = sheets.needed(".a .b{x:1}.a .c{x:2}", '<i class="a"></i><i class="b"></i>')

    assert kept == ".a .b{x:1}"


def test_a_lean_page_changes_its_sheet_alone() -> None:
    page = '<style>.a{x:1}.b{x:2}</style><p class="a">.b{x:2}</p>'

    assert sheets.lean(page) == '<style>.a{x:1}</style><p class="a">.b{x:2}</p>'


def test_keys_become_plain_names_that_differ_on_every_disk() -> None:
    found = paths.named(["Nord", "nord", "été à l'eau", "../..", "index", "xn.north"])

    assert found == {
        "Nord": "nord", "nord": "nord-2", "été à l'eau": "t-l-eau", "../..": "x",
        "index": "index-2", "xn.north": "xn.north",
    }  # fmt: skip


def test_a_long_key_makes_a_short_name() -> None:
    assert len(paths.named(["k" * 500])["k" * 500]) == paths.LONGEST


def test_links_are_relative_and_name_their_file() -> None:
    assert paths.relative("index.html", "suivi/index.html") == "suivi/index.html"
    assert paths.relative("constats/a.html", "portrait.html#fig-1") == "../portrait.html#fig-1"  # fmt: skip
    assert paths.relative("lieux/a.html", "lieux/index.html") == "index.html"
    assert paths.above("constats/a.html") == "../../"


def page(path: str, main: str) -> Page:
    return Page(path=path, title="", main=Html(main))


def test_an_anchor_is_found_on_the_first_page_that_holds_it() -> None:
    one = page("a/one.html", '<i id="here"></i><a href="#there"></a><a href="#here"></a>')  # fmt: skip
    two = page("two.html", '<i id="there"></i><i id="here"></i>')
    known = anchors.held([one, two])

    assert known == {"here": "a/one.html", "there": "two.html"}
    assert anchors.resolved(one, known).count('href="../two.html#there"') == 1
    assert 'href="#here"' in anchors.resolved(one, known)


def test_a_link_to_no_anchor_leads_to_its_own_page() -> None:
    one = page("one.html", '<a href="#nowhere"></a>')

    assert anchors.resolved(one, {}) == '<a href="#contenu"></a>'
