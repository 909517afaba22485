"""The portrait of those who were heard: a page, a text to read aloud, its data."""

from __future__ import annotations

from dataclasses import dataclass

from vestibule.inform import page
from vestibule.inform.chapters import (
    asks,
    cover,
    findings,
    ground,
    method,
    minute,
    promises,
    road,
    speakers,
    system,
    trust,
)
from vestibule.inform.figures.figure import Figure
from vestibule.inform.markup import Html, join, plain
from vestibule.inform.material import Material
from vestibule.inform.story import Story, told

ORDER = (
    cover, minute, speakers, findings, ground, system, trust, promises, asks, road, method,
)  # fmt: skip
"""The chapters, as they are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A portrait in one language.

    Parameters
    ----------
    story : Story
        Its material, setting and figures.
    """

    story: Story

    @property
    def lang(self) -> str:
        """The language of its page."""
        return self.story.words.lang

    @property
    def title(self) -> str:
        """Its title: what was found."""
        return " ".join(map(plain, cover.title(self.story)))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures, in the order of the page."""
        return tuple(
            sorted(self.story.figures.values(), key=lambda figure: figure.number)
        )

    def html(self) -> str:
        """Return one self-contained page: no script, no request, at most 75 kB."""
        story = self.story
        name = story.setting.name(story.material.process.titles)
        chapters = join(*(chapter.html(story) for chapter in ORDER[1:]))
        return page.document(
            lang=self.lang,
            title=story.words(
                f"portrait.page_title{'_invented' if story.setting.fictitious else ''}",
                title=name,
            ),
            description=page.description(story),
            body=page.assembled(story, cover.html(story), chapters),
            more=("map.css",) if "map" in story.figures else (),
        )

    def inside(self) -> Html:
        """Return its cover and chapters, for a page that has its own band and foot."""
        chapters = join(*(chapter.html(self.story) for chapter in ORDER[1:]))
        return join(cover.html(self.story), page.beside(self.story, chapters))

    def script(self) -> str:
        """Return the text to be read aloud, one thought a line."""
        story = self.story
        lines = [story.words("portrait.script.title")]
        if story.setting.fictitious:
            lines.append(story.words("figures.fictitious_spoken"))
        for chapter in ORDER:
            lines += ["", *chapter.spoken(story)]
        lines += ["", story.words("portrait.script.end")]
        return "\n".join(_once(lines)) + "\n"

    def csvs(self) -> dict[str, str]:
        """Return the data of each figure: file name to CSV, after protection."""
        return {
            f"figure-{figure.number:02d}-{figure.kind}.csv": figure.csv()
            for figure in self.figures
        }

    def _repr_html_(self) -> str:
        return self.html()


def _once(lines: list[str]) -> list[str]:
    """Return lines without runs of empty ones."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return kept


def portrait(material: Material, *, lang: str) -> Portrait:
    """Return the portrait of those who were heard.

    Parameters
    ----------
    material : Material
        Cleared by `preparation.prepare`: counts, hidden cells and quotes only.
    lang : str
        ``fr`` or ``en``; any other language takes French sentences and its own
        words where the process has them.

    Returns
    -------
    Portrait
        Its page, its script and its data say the same.

    Notes
    -----
    The people's own prioritisation leads; frequency stands beside it. Without
    validation it calls itself a working draft and gives no order.
    """
    return Portrait(story=told(material, lang))
