"""The map of what people told, as a page of its own and a text to be read aloud."""

from __future__ import annotations

from dataclasses import dataclass

from vestibule.dossier.process import Process
from vestibule.inform import page
from vestibule.inform.figures import causal_map
from vestibule.inform.figures.figure import Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.mapped import MapTold
from vestibule.inform.markup import join, tag
from vestibule.words import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """A page with the map alone; all numbers on it are cleared.

    Parameters
    ----------
    lang : str
        Of the page.
    title : str
        Of the process.
    figure : Figure
        The map.
    """

    lang: str
    title: str
    figure: Figure

    def html(self) -> str:
        """Return the page: it opens with the network cut and needs no script."""
        words = Catalogue(self.lang)
        body = tag(
            "main",
            tag("h1", self.title),
            tag("p", words("map.intro"), class_="lead"),
            tag("h2", words("map.heading")),
            self.figure.html(),
            class_="in annex",
        )
        return page.document(
            lang=self.lang,
            title=words("map.title", process=self.title),
            description=self.figure.spoken,
            body=join(body),
            more=("annex.css", "map.css"),
        )

    def script(self) -> str:
        """Return what is read aloud."""
        return f"{self.title}\n\n{self.figure.text()}\n"

    def _repr_html_(self) -> str:
        return self.html()


def drawn(process: Process, told: MapTold, *, lang: str, month: str) -> MapPage:
    """Return the map as a page.

    Parameters
    ----------
    process : Process
        Whose title it bears.
    told : MapTold
        Cleared.
    lang : str
        ``fr`` or ``en``.
    month : str
        ``YYYY-MM`` of the cut.

    Returns
    -------
    MapPage
        Shows itself in a notebook.
    """
    words = Catalogue(lang)
    setting = Setting(
        words=words,
        fictitious=process.fictitious,
        month=month,
        languages=process.languages,
    )
    title = words.chosen(process.titles)[0]
    figure = causal_map.draw(setting, 1, told)
    return MapPage(lang=lang, title=title, figure=figure)
