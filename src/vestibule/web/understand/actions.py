"""What someone does while reading: put a code, take it back, finish, settle.

Nothing is changed: what is taken back is superseded by a row that names no code, and
a reading is finished by a row that says so.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from vestibule.errors import Refused
from vestibule.web.listen.whole import CODED
from vestibule.web.records import audit, numbering, versions, writing
from vestibule.web.records.access import Person, Right, visible
from vestibule.web.records.models import Code, Coding, Excerpt
from vestibule.web.records.owners import origin_of
from vestibule.web.understand import reading
from vestibule.web.understand.passage import Span
from vestibule.web.understand.reading import ADJUDICATOR, CLOSED, OPEN


@transaction.atomic
def put(
    *,
    excerpt: str,
    code: str,
    span: Span | None = None,
    memo: str = "",
    denied: bool = False,
    by: Person,
    at: datetime,
) -> str:
    """Put a code on an excerpt, or on some of its words; twice is once.

    Raises Http404 where one of them is not there for this person, Refused where the
    reading is finished or the words are not in the excerpt.
    """
    with numbering.pen():
        read, known = _begun(excerpt, by), _code(code, by)
        start, end = _within(read, span)
        mine = reading.of(read, by)
        _check_reading(mine)
        stance = "against" if denied else None
        for one in mine.mine.put if mine.mine else ():
            if (one.code_id, one.starts, one.ends, one.stance) == (
                known,
                start,
                end,
                stance,
            ):
                return str(one.pk)
        row = _row(read.pk, by, code=known, starts=start, ends=end, stance=stance)
        return _written({**row, "memo": memo.strip() or None}, by, at)


@transaction.atomic
def take_back(*, coding: str, by: Person, at: datetime) -> None:
    """Take back a code that one put; what was taken back stays taken back."""
    with numbering.pen():
        put_by_me = _own(coding, by)
        _check_open(put_by_me, by)
        row = _row(put_by_me.excerpt_id, by)
        _written({**row, "supersedes": put_by_me.pk}, by, at)


@transaction.atomic
def note(*, coding: str, memo: str, by: Person, at: datetime) -> None:
    """Write a memo beside a code that one put; nothing written takes it away."""
    with numbering.pen():
        old = _own(coding, by)
        kept = ("starts", "ends", "stance", "role", "reading")
        row = _row(old.excerpt_id, by, code=old.code_id)
        row |= {name: getattr(old, name) for name in kept}
        if (old.memo or "") != memo.strip():
            row |= {"memo": memo.strip() or None, "supersedes": old.pk}
            _written(row, by, at)


@transaction.atomic
def finish(*, excerpt: str, by: Person, at: datetime) -> None:
    """Say that one has read an excerpt to its end; without a code, that it has none."""
    with numbering.pen():
        read = _begun(excerpt, by)
        found = reading.of(read, by)
        if not found.done:
            _check_reading(found)
            _written({**_row(read.pk, by), "reading": CLOSED}, by, at)


@transaction.atomic
def reopen(*, excerpt: str, by: Person, at: datetime) -> None:
    """Read on; raises Refused once another has finished: what they put was shown."""
    with numbering.pen():
        read = _begun(excerpt, by)
        found = reading.of(read, by)
        if any(one.finished for one in found.others):
            raise Refused("seen", reason="seen")
        closing = found.mine.closing if found.mine else None
        if closing is not None:
            _written({**_row(read.pk, by), "supersedes": closing.pk}, by, at)


@transaction.atomic
def settle(*, excerpt: str, codes: Collection[str], by: Person, at: datetime) -> None:
    """Say which codes hold where coders read apart; raises Refused before all are done.

    A later word of whoever settles takes the place of all of the earlier one.
    """
    with numbering.pen():
        read = _begun(excerpt, by)
        found = reading.of(read, by)
        if not found.all_done:
            raise Refused("reading", reason="still-reading")
        known = sorted({_code(one, by) for one in codes})
        before = [one.pk for one in found.settled.codings] if found.settled else []
        base = {**_row(read.pk, by), "role": ADJUDICATOR}
        rows = [{**base, "code": one} for one in known]
        rows.append({**base, "reading": CLOSED})
        for nth, row in enumerate(rows):
            earlier = before if nth == 0 else []
            _written({**row, "supersedes": " ".join(sorted(earlier)) or None}, by, at)


def _check_reading(found: reading.Readings) -> None:
    if found.done:
        raise Refused("finished", reason="finished")
    if found.mine is None and found.all_done:
        # what two others put was shown to them: theirs would be no blind reading
        raise Refused("read", reason="read-twice")


def _row(excerpt: str, by: Person, **cells: Any) -> dict[str, Any]:
    return {"excerpt": excerpt, "coder": by.pseudonym, "reading": OPEN, **cells}


def _begun(excerpt: str, by: Person) -> Any:
    rows = visible(Excerpt, by, right=Right.CODE).filter(review__in=CODED)
    found = rows.filter(pk=excerpt).first()
    if found is None:
        raise Http404
    return found


def _code(code: str, by: Person) -> str:
    if not visible(Code, by).filter(pk=code).exists():
        raise Http404
    return code


def _own(coding: str, by: Person) -> Any:
    rows = visible(Coding, by, right=Right.CODE).filter(coder=by.pseudonym)
    found = rows.filter(pk=coding, code__isnull=False).exclude(role=ADJUDICATOR).first()
    if found is None:
        raise Http404
    return found


def _check_open(coding: Any, by: Person) -> None:
    _check_reading(reading.of(_begun_of(coding, by), by))


def _begun_of(coding: Any, by: Person) -> Any:
    """Return the excerpt that stands for the one a coding names."""
    ends = versions.roots(Excerpt).get(
        coding.excerpt_id, frozenset({coding.excerpt_id})
    )
    return _begun(min(ends), by)


def _within(excerpt: Any, span: Span | None) -> tuple[int | None, int | None]:
    if span is None:
        return None, None
    if not 0 <= span.start < span.end <= len(excerpt.words):
        raise Refused("words", reason="no-such-words")
    return span.start, span.end


def _written(row: dict[str, Any], by: Person, at: datetime) -> str:
    new = writing.append(
        "codings", row, origin=origin_of(by, at=at), by=by.pseudonym, at=at
    )
    audit.record("write", by=by, at=at, table="codings", record=new, written=row)
    return new
