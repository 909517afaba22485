"""Trust, what is asked and what is promised, made by hand: invented words."""

from __future__ import annotations

from vestibule.inform.followed import Ask, Barometer, Followed, Promise, Wave
from vestibule.protect.cleared import Count, Estimate, Hidden


def both(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


def wave(number: int, yes: int, n: int, low: int, high: int) -> Wave:
    ends = Estimate(middle=round(100 * yes / n), low=low, high=high)
    return Wave(number=number, said=Count(value=yes, of=n), between=ends)


HIDDEN = Hidden(reason="too_few_people")

RISING = Barometer(
    names=both("confiance envers la mairie", "trust in the town hall"),
    waves=(
        wave(1, 40, 200, 15, 26),
        wave(2, 60, 200, 24, 37),
        Wave(number=3, said=None),
        wave(4, 120, 200, 53, 67),
    ),
    verdict="rising",
    reworded=True,
)

FALLING = Barometer(
    names=both("confiance envers les juges", "trust in the judges"),
    waves=(
        wave(1, 120, 200, 53, 67),
        Wave(number=2, said=None),
        Wave(number=3, said=HIDDEN),
        wave(4, 60, 200, 24, 37),
    ),
    verdict="falling",
)

STILL = Barometer(
    names=both("confiance entre voisins", "trust between neighbours"),
    waves=(
        wave(1, 100, 200, 43, 57),
        Wave(number=2, said=Count(value=99, of=200)),
        Wave(number=3, said=None),
        Wave(number=4, said=None),
    ),
    verdict="no-clear-change",
)

UNSURE = Barometer(
    names=both("confiance envers les postes", "trust in the posts"),
    waves=(
        wave(1, 100, 200, 43, 57),
        *(Wave(number=n, said=HIDDEN) for n in (2, 3, 4)),
    ),
    verdict="cannot-say",
)

TRUST = (RISING, FALLING, STILL, UNSURE)


def ask(fr: str, to: str, side: str, state: str, **more: object) -> Ask:
    return Ask(
        words=both(fr, f"{fr} (en)"),
        addressee={"fr": to},
        side=side,
        state=state,  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


ASKS = (
    ask("Juger au marché.", "Juges", "authority", "silent", month="2030-03", finding="justice"),
    ask("Lire les accords.", "Communes", "authority", "accepted", month="2030-05", standing="contested", finding="trade"),
    ask("Éclairer les ponts.", "Communes", "authority", "amended", month="2030-05", standing="kept", reply={"und": "Oui, la moitié."}),
    ask("Ouvrir les cahiers.", "Communes", "authority", "refused", month="2030-06"),
    ask("Planter des haies.", "Communes", "authority", "asked", month="2031-06"),
    ask("Rendre les charrettes.", "Gardes", "forces", "asked"),
    ask("Se saluer.", "Villages", "community", "silent"),
)  # fmt: skip


def promise(fr: str, owner: str, side: str, standing: str, **more: object) -> Promise:
    return Promise(
        words=both(fr, f"{fr} (en)"),
        owner={"fr": owner},
        side=side,
        standing=standing,  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


PROMISES = (
    promise(
        "Une lecture par semaine.", "Communes", "authority", "contested",
        official="done", community="partly", observer="partly", asked=both("Lire les accords.", "Read the agreements."),
        made="2030-05", due="2030-07", is_overdue=True,
    ),
    promise("La moitié des ponts.", "Communes", "authority", "kept", official="done", community="done", made="2030-05", due="2030-10"),
    promise("Un cahier ouvert.", "Gardes", "forces", "claimed", official="done", is_taken_back=True),
    promise("Six soirs.", "Groupe du soir", "community", "under_way", source="action", community="begun", due="2028-01", is_overdue=True),
    promise("Une route.", "Signataires", "other", "not_begun", source="agreement", asked=both("Accord de Tamral", "Tamral accord"), observer="not_begun", due="2029-01", is_overdue=True, is_ended=True),
    promise("Un puits.", "Communes", "authority", "undone", official="undone", due="2031-01", is_overdue=True),
    promise("Un registre.", "Juges", "authority", "unseen"),
)  # fmt: skip

FOLLOWED = Followed(asks=ASKS, promises=PROMISES)
