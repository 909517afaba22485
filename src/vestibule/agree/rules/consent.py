"""Which proposals meet the fewest objections?

In a consensus round each ballot supports a proposal, objects to it, or stands aside.
Order: the smallest share of objections among those who spoke on it (supported,
objected or stood aside), then the largest share of support. A proposal that nobody
spoke on stands last. A majority does not outweigh an objection: what is carried over
objections, and whose, stands beside the order (`agree.objections`).
"""

from __future__ import annotations

from fractions import Fraction

from vestibule.agree.rules.cast import Cast, Order


def consensus(cast: Cast) -> Order:
    """Return the order by fewest objections; the score is the share that objected."""
    support, against, spoke = (
        cast.total(cells).tolist()
        for cells in (cast.approved, cast.objected, cast.spoken)
    )
    keys = [
        (Fraction(o, n), -Fraction(s, n)) if n else (Fraction(2), Fraction(0))
        for s, o, n in zip(support, against, spoke, strict=True)
    ]
    return Order(
        levels=tuple(
            tuple(option for option, own in enumerate(keys) if own == key)
            for key in sorted(set(keys))
        ),
        score=tuple(key[0] if key[0] <= 1 else None for key in keys),
    )
