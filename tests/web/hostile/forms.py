"""What may be typed on a page: its forms, read from the HTML as a browser would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TYPED = frozenset(
    {"text", "search", "textarea", "password", "email", "url", "tel", "number", ""}
)
"""Kinds of control that take any text."""

Attributes = dict[str, str]


@dataclass(slots=True)
class Control:
    """Something in a form that is filled in: its kind, name, and what it offers."""

    kind: str
    name: str
    value: str = ""
    attributes: Attributes = field(default_factory=dict)
    options: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return (
            self.kind in TYPED and "hidden" not in self.attributes and bool(self.name)
        )


@dataclass(slots=True)
class Form:
    """A form of a page: where it is sent, and its controls in order."""

    page: str
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def typed(self) -> list[str]:
        """Return the names of what takes any text, each once."""
        return list(dict.fromkeys(one.name for one in self.controls if one.is_typed))

    @property
    def files(self) -> list[str]:
        return [one.name for one in self.controls if one.kind == "file"]

    @property
    def buttons(self) -> list[Control]:
        return [one for one in self.controls if one.kind == "submit" and one.name]


class _Reader(HTMLParser):
    """Notes forms, lists of suggestions, and links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.links = page, [], []  # type: ignore[var-annotated]
        self.lists: dict[str, list[str]] = {}
        self.open: Form | None = None
        self.select: Control | None = None
        self.text: Control | None = None
        self.list = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(urljoin(self.page, told.get("href", "")))
        elif tag == "form":
            action = urljoin(self.page, told.get("action") or self.page)
            self.open = Form(self.page, action, told.get("method", "get").lower())
            self.forms.append(self.open)
        elif tag == "datalist":
            self.list = told.get("id", "")
        elif tag == "option":
            self._option(told)
        elif self.open is not None and tag in {"input", "textarea", "select", "button"}:
            self._control(tag, told)

    def _control(self, tag: str, told: Attributes) -> None:
        kind = {"button": told.get("type", "submit"), "input": told.get("type", "text")}
        one = Control(
            kind.get(tag, tag), told.get("name", ""), told.get("value", ""), told
        )
        assert self.open is not None
        self.open.controls.append(one)
        self.select = one if tag == "select" else self.select
        self.text = one if tag == "textarea" else None

    def _option(self, told: Attributes) -> None:
        value = told.get("value", "")
        if self.list:
            self.lists.setdefault(self.list, []).append(value)
        elif self.select is not None:
            self.select.options.append(value)
            if "selected" in told:
                self.select.value = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.text = None
        elif tag == "datalist":
            self.list = ""

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.value += data


def read(page: str, html: str) -> tuple[list[Form], list[str]]:
    """Return the forms of a page and the addresses on this site that it leads to."""
    reader = _Reader(page)
    reader.feed(html)
    for form in reader.forms:
        for one in form.controls:
            offered = reader.lists.get(one.attributes.get("list", ""), [])
            one.value = one.value or next(iter(offered), "")
    return reader.forms, list(_of_this_site(reader.links))


def _of_this_site(links: list[str]) -> Iterator[str]:
    for link in links:
        told = urlsplit(link)
        if not told.scheme and not told.netloc and told.path.startswith("/"):
            yield f"{told.path}?{told.query}" if told.query else told.path
