"""What is a page of the site, before it is framed and its links are found?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vestibule.inform.markup import Html


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page in one language.

    Parameters
    ----------
    path : str
        In the folder of its language.
    title : str
        For the tab: what the page is, or what it has found.
    main : Html
        Everything between the band and the foot.
    description : str
        One sentence, for whoever lists the file.
    sheets : tuple of str
        What it needs beside the sheet of all pages.
    figures : tuple of str
        Names of the portrait's figures on it, whose data it links to.
    files : mapping of str to str
        What lies beside it: path in the folder of its language to text.
    door : str
        ``listen`` or ``answer``: through which door it is reached; empty: neither.
    """

    path: str
    title: str
    main: Html
    description: str = ""
    sheets: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    door: str = ""
