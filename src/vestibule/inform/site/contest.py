"""A sentence that does not sound like you: how to say so, and how to take words back."""

from __future__ import annotations

from vestibule.inform.chapters import parts
from vestibule.inform.markup import join, tag
from vestibule.inform.site import paths, pieces
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling

STEPS = ("who", "what", "nameless", "kept", "next")
"""What happens, in this order."""


def page(telling: Telling) -> Page:
    """Return how a sentence is contested and words are withdrawn.

    Parameters
    ----------
    telling : Telling
        Of the language.

    Returns
    -------
    Page
        Without a form: whoever contests needs no connection and leaves no trace.
    """
    words = telling.words
    steps = tag(
        "ol",
        *(tag("li", tag("p", words(f"site.contest.steps.{one}"))) for one in STEPS),
        class_="asked",
    )
    main = join(
        pieces.cover(
            telling,
            words("site.foot.contest"),
            words("site.contest.title"),
            words("site.contest.lead"),
        ),
        pieces.body(
            pieces.chapter("comment", words("site.contest.how"), steps),
            pieces.chapter(
                "retirer",
                words("site.contest.withdraw"),
                parts.paragraph(words("site.contest.withdraw_text")),
            ),
            pieces.chapter(
                "danger",
                words("site.contest.harm"),
                parts.paragraph(words("site.contest.harm_text")),
            ),
            pieces.chapter(
                "rester",
                words("site.contest.out"),
                parts.paragraph(words("site.contest.out_text")),
            ),
        ),
    )
    return Page(path=paths.CONTEST, title=words("site.foot.contest"), main=main)
