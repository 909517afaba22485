"""A link to an anchor that another page holds finds that page.

Chapters are the portrait's, where everything stands on one page. Cut into many, their
links lead where what they name now stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vestibule.inform.markup import Html
from vestibule.inform.site import paths
from vestibule.inform.site.pages import Page

LINK = re.compile(r'href="#([^"]*)"')
ID = re.compile(r'\bid="([^"]*)"')


def held(pages: Iterable[Page]) -> dict[str, str]:
    """Return the page of each anchor: the first that holds it.

    Parameters
    ----------
    pages : iterable of Page
        In the order in which a link looks for its anchor.

    Returns
    -------
    dict of str to str
        Anchor to path.
    """
    found: dict[str, str] = {}
    for page in pages:
        for anchor in ID.findall(page.main):
            found.setdefault(anchor, page.path)
    return found


def resolved(page: Page, known: dict[str, str]) -> Html:
    """Return the inside of a page, its links to anchors elsewhere made whole.

    Parameters
    ----------
    page : Page
        Whose links are looked at.
    known : dict of str to str
        As `held` returns it.

    Returns
    -------
    Html
        A link to an anchor that no page holds becomes one to the page itself.
    """
    own = set(ID.findall(page.main))

    def found(match: re.Match[str]) -> str:
        anchor = match[1]
        if anchor in own:
            return match[0]
        if anchor not in known:
            return 'href="#contenu"'
        return f'href="{paths.relative(page.path, f"{known[anchor]}#{anchor}")}"'

    return Html(LINK.sub(found, page.main))
