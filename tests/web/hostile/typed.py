"""What may be typed on the site: every form, how a person fills it in, and what it keeps.

Written by hand. A field of text that a page shows and that stands here nowhere fails
the tests: nobody would have tried what a hostile hand writes in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

from tests.web.hostile.world import Site

from vestibule.web.middleware.signs import cleared

PAGE, SENTENCE, NOTE, NAME, SHORT = 4_000, 600, 2_000, 120, 60
"""Letters that fields take: written by hand."""

FREE = 3_000
"""Letters that are tried where nothing says how many are too many."""

Told = tuple[tuple[Any, ...], Mapping[str, Any]]
"""What an address names, and what is chosen beside the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A form: the view it is sent to, its fields of text, what is chosen beside them."""

    view: str
    beside: Callable[[Site], Told]
    texts: Mapping[str, int] = field(default_factory=dict)
    """Field that keeps any words to the letters it takes."""
    shaped: tuple[str, ...] = ()
    """Fields that take a number, a key, a code, a name from a list, and no other words."""
    unread: tuple[str, ...] = ()
    """Fields whose words are kept and that no page shows."""
    who: str = "client"
    """Whose browser sends it: of whoever may do everything, of a stranger…"""
    said: str = "redirect"
    """How a page says that it took the words: it leads on, or shows a page."""

    bare: tuple[str, ...] = ()
    """Fields of short names: they take no sign that nobody sees, not even a joiner."""
    parts: str = ""
    """A sign that parts what is kept: it is written otherwise."""
    off_page: tuple[str, ...] = ()
    """Fields that are read where they are sent, and that no page shows."""

    def fits(self, name: str, text: str) -> bool:
        """Return whether a field takes what a text holds, however long."""
        unseen = name in self.bare and any(category(one) == "Cf" for one in cleared(text))  # fmt: skip
        return not unseen and not {*self.parts} & {*text}

    @property
    def fields(self) -> frozenset[str]:
        return frozenset((*self.texts, *self.shaped)) - {*self.off_page}


def key() -> str:
    """Return a name that nothing else has."""
    return f"k{secrets.token_hex(6)}"


def _new(**chosen: Any) -> dict[str, Any]:
    return {"new": secrets.token_hex(16), **chosen}


def _harm(site: Site) -> Told:
    return (site.one("actions"),), _new()


HARM = ("dividers", "connectors", "resources", "legitimacy", "messages", "exposure", "options")  # fmt: skip

COUNTED = ("present", "minutes")

FORMS = (
    Typed(view="act:defer", texts={"reason": PAGE}, beside=lambda s: ((s.groups[0],), _new(deferred_to=s.later))),
    Typed(view="act:harm", parts="|", texts={f"{part}_{one}": PAGE for one in HARM for part in ("what", "how")}, beside=_harm),
    Typed(view="act:plan", texts={"words_of": PAGE, "owner": NAME, "sign": PAGE, "key": SHORT}, shaped=("cost",), beside=lambda _: ((), _new(lang="fr", predicts="more"))),
    Typed(view="act:promise", texts={"words_of": PAGE, "owner": NAME, "key": SHORT}, beside=lambda s: (("reponse", s.answer()), _new(lang="fr", made_on=s.today))),
    Typed(view="act:recommend", texts={"words_of": PAGE, "addressee": NAME, "key": SHORT}, beside=lambda s: ((), _new(lang="fr", made_on=s.today))),
    Typed(view="act:reply", texts={"reply": PAGE}, unread=("reply",), beside=lambda s: ((s.one("restitutions"),), _new())),
    Typed(view="act:respond", texts={"words_of": PAGE}, beside=lambda s: ((s.asked(),), _new(answer="amended", given_on=s.today))),
    Typed(view="act:tell", texts={"told_words": PAGE, "reply": PAGE}, unread=("reply",), beside=lambda s: ((), _new(groups=[s.groups[1]], medium="meeting", told_on=s.today, lang="fr"))),
    Typed(view="act:verify", texts={"evidence": PAGE}, beside=lambda s: ((s.one("commitments"),), _new(side="community", state="partly", seen_on=s.today))),
    Typed(view="agree:new_finding", texts={"words_of": SENTENCE, "meaning": PAGE}, shaped=("key",), beside=lambda _: ((), _new(kind="need", lang="fr", key=key()))),
    Typed(view="agree:new_question", texts={"words_of": SENTENCE}, shaped=("key",), beside=lambda _: ((), _new(lang="fr", kind="ranking", rule="borda", key=key()))),
    Typed(view="agree:reword", texts={"words_of": SENTENCE, "meaning": PAGE}, beside=lambda s: ((s.one("findings"),), _new(lang="fr", finding=s.one("findings")))),
    Typed(view="agree:validate", texts={"amendment": PAGE, "objection": PAGE}, shaped=("present",), beside=lambda s: ((s.one("findings"),), _new(shown=s.one("findings"), gathering=s.met(), outcome="amended"))),
    Typed(view="agree:ballot", shaped=("n", "mark_#"), beside=lambda s: ((s.one("questions"),), _new(gathering=s.met(), n="1", **{f"mark_{s.one('findings')}": "1"}))),
    Typed(view="api:own", texts={"name": 80}, said="page", beside=lambda _: ((), {"scope": "query"})),
    Typed(view="inform:harm_close", texts={"outcome": 500}, beside=lambda s: ((s.report(),), {})),
    Typed(view="inform:language_in", shaped=("lang",), beside=lambda _: ((), {"lang": "mis-x-sorvi"})),
    Typed(view="inform:report_in", texts={"words": 5_000, "page": 300}, said="page", beside=lambda _: (("fr",), {"kind": "danger"})),
    Typed(view="inform:take_down", texts={"reason": NOTE}, beside=lambda s: ((s.edition(),), {})),
    Typed(view="listen:add", bare=("key",), texts={"key": FREE, "words": FREE}, beside=lambda _: ((), _new(lang="fr"))),
    Typed(view="listen:attend", shaped=("n#", "n#female", "n#male"), beside=lambda s: ((s.one("gatherings"),), _new(n0="3"))),
    Typed(view="listen:attendance", shaped=("n",), beside=lambda s: ((s.counted(),), _new(n="3", capacity="consulted"))),
    Typed(view="listen:correct", bare=("code",), texts={"code": FREE}, shaped=("place", *COUNTED), beside=lambda s: ((s.met(),), _new(held_on=s.before, place=s.place, kind="focus_group", lang="fr"))),
    Typed(view="listen:count", shaped=("agree", "disagree", "passed"), beside=lambda s: ((s.one("gatherings"),), _new(statement=s.one("statements"), method="hands", agree="1", disagree="0", passed="0", count="1"))),
    Typed(view="listen:enter", bare=("code",), texts={"code": FREE}, shaped=("place", *COUNTED), beside=lambda s: ((), _new(held_on=s.before, place=s.place, kind="focus_group", lang="fr"))),
    Typed(view="listen:say", texts={"words": FREE}, beside=lambda s: ((s.one("statements"),), _new(lang="mis-x-sorvi"))),
    Typed(view="listen:tally", shaped=("agree", "disagree", "passed"), beside=lambda s: ((s.one("tallies"),), _new(statement=s.one("statements"), method="hands", agree="1", disagree="0", passed="0", count="1"))),
    Typed(view="listen:write", texts={"words": FREE, "translation": FREE}, shaped=("seconds",), beside=lambda s: ((s.one("gatherings"),), _new(lang="mis-x-sorvi", consent="4", translation_lang="fr", medium="notes", looked="1", looked_translation="1"))),
    Typed(view="protect:accept", who="stranger", texts={"sign_in": SHORT}, shaped=("invitation", "passphrase", "again"), unread=("sign_in",), beside=lambda s: ((), {"invitation": s.invitation(), "passphrase": s.phrase, "again": s.phrase})),
    Typed(view="protect:app", who="newcomer", shaped=("first_code",), beside=lambda _: ((), {"first_code": "1"})),
    Typed(view="protect:enter", who="stranger", shaped=("sign_in", "passphrase"), beside=lambda s: ((), {"sign_in": "nobody", "passphrase": s.phrase})),
    Typed(view="protect:invite", shaped=("pseudonym",), said="page", beside=lambda _: ((), {"pseudonym": key(), "roles": "reader"})),
    Typed(view="protect:key_add", texts={"key_name": SHORT}, beside=lambda s: ((), {"answer": s.key()})),
    Typed(view="protect:passphrase", shaped=("current", "passphrase", "again"), beside=lambda s: ((), {"current": "x", "passphrase": s.phrase, "again": s.phrase})),
    Typed(view="protect:review_decide", texts={"words": 20_000, "translation": 20_000, "text-#": 20_000}, beside=lambda s: s.translated()),
    Typed(view="protect:second", who="returning", shaped=("code",), beside=lambda _: ((), {"code": "000000"})),
    Typed(view="understand:decide", texts={"reason": NOTE}, beside=lambda s: ((), {**s.pair, "state": "decided"})),
    Typed(view="understand:merges", texts={"reason": NOTE}, beside=lambda s: ((), s.pair)),
    Typed(view="understand:new_theme", texts={"name": NAME, "definition": NOTE}, beside=lambda s: ((s.read(),), {"kind": "need", "first": "1", "last": "1"})),
    Typed(view="understand:note", texts={"memo": NOTE}, beside=lambda s: s.noted()),
    Typed(view="understand:put", texts={"memo": NOTE}, off_page=("memo",), beside=lambda s: ((s.read(),), {"code": s.one("codes")})),
)  # fmt: skip

ASKED: Mapping[str, tuple[str, ...]] = {
    "act:plan": ("constat",),
    "act:recommend": ("constat",),
    "act:tell": ("groupe",),
    "act:thread": ("tout",),
    "agree:cite": ("cote", "q", "sorte"),
    "agree:finding": ("tout",),
    "agree:findings": ("etat", "genre"),
    "agree:findings_csv": ("etat", "genre"),
    "agree:findings_json": ("etat", "genre"),
    "agree:validate": ("corrige",),
    "listen:enter": ("lieu", "profil"),
    "listen:excerpts": ("langue", "page", "relecture"),
    "listen:gatherings": ("lieu", "nature", "page", "profil"),
    "listen:gatherings_csv": ("lieu", "nature", "page", "profil"),
    "listen:statements": ("sensibilite",),
    "plan:coverage": ("compter", "cote", "parmi"),
    "plan:coverage_csv": ("compter", "cote", "parmi"),
    "plan:coverage_json": ("compter", "cote", "parmi"),
    "plan:here": ("lieu", "profil"),
    "plan:seek": ("q",),
    "protect:enter": ("suite",),
    "protect:journal": ("before", "by", "record"),
    "protect:review": ("apres",),
    "protect:withdrawals": ("q",),
    "understand:coding": ("etat", "page"),
    "understand:ground": ("comparer", "compter", "enonce", "ordre"),
    "understand:ground_csv": ("comparer", "compter", "enonce", "ordre"),
    "understand:ground_json": ("comparer", "compter", "enonce", "ordre"),
    "understand:map": ("cercle",),
}  # fmt: skip
"""View to what may be asked behind its address."""

OF_FORMS = frozenset({"new", "words"})
"""What pages read of a form that was sent to them, also where none was."""

PAGES: Mapping[str, Callable[[Site], tuple[Any, ...]]] = {
    "act:reply": lambda s: (s.told(),),
    "inform:take_down": lambda s: (s.edition(),),
    "listen:attendance": lambda s: (s.counted(),),
    "listen:excerpt": lambda s: (s.said(),),
    "listen:gathering": lambda s: (s.corrected_twice(),),
    "listen:rows": lambda s: (s.one("gatherings"),),
    "listen:tally": lambda s: (s.one("tallies"),),
    "protect:review_one": lambda s: s.redacted(),
    "understand:excerpt": lambda s: (s.put()[0],),
    "understand:factor": lambda s: (s.pair["factor"],),
    "understand:landscape": lambda _: (),
    "understand:sheet": lambda _: (),
}
"""Pages that a walk may pass by, and what their address names."""

LATER: Mapping[str, Callable[[Site], tuple[Any, ...]]] = {
    "understand:excerpt": lambda s: (s.apart(),),
    "understand:reopen": lambda s: (s.done(),),
}
"""Pages of excerpts that were read to their end; of a second, what can be done to it."""
