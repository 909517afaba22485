"""What people found: findings, answers, priorities, validations, as the portrait tells."""

from __future__ import annotations

from collections.abc import Iterator

from vestibule.inform.material import Material
from vestibule.inform.meeting import Answers
from vestibule.inform.pack import said
from vestibule.inform.pack.sheets import Row, Sheet


def findings(told: Material, named: said.Names) -> Sheet:
    """Return the gatherings that named each finding, over all and by region."""
    rows: list[Row] = []
    for one in told.findings:
        if one.named is None:
            continue
        about = (*said.finding(one, named), *said.code("kinds", one.kind))
        rows.append(((*about, *said.where(None)), one.named))
        rows += [
            ((*about, *said.where(place)), cell)
            for place, cell in one.by_place
            if cell is not None
        ]
    columns = said.columns(
        said.ID, said.WORDS, ("kind", "#description+type"), ("kind_name*", "#description+type+name"), *said.REGION,
    )  # fmt: skip
    return Sheet(
        name="findings",
        columns=columns,
        rows=said.in_order(rows),
        tag="#indicator+gatherings",
    )


def statements(told: Material, named: said.Names) -> Sheet:
    """Return the answers to each statement, by comparison and group."""
    columns = said.columns(
        said.ID, said.WORDS,
        ("comparison", "#group+type"), ("comparison_name*", "#group+type+name"),
        ("group", "#group+code"), ("group_name*", "#group+name"),
        ("answer", "#indicator+code"), ("answer_name*", "#indicator+name"),
    )  # fmt: skip
    rows = [*_compared(told, named), *_split(told, named), *_online(told, named)]
    return Sheet(
        name="statements",
        columns=columns,
        rows=said.in_order(rows),
        tag="#indicator+answers",
    )


def _compared(told: Material, named: said.Names) -> Iterator[Row]:
    for ground in told.grounds:
        compared = (ground.key, *said.said(ground.names))
        for one in ground.statements:
            about = said.statement(one.words, named)
            for group, answers in zip(ground.groups, one.answers, strict=True):
                if answers is not None:
                    who = (*compared, group.key, *said.said(group.names))
                    yield from _answers((*about, *who), answers)


def _split(told: Material, named: said.Names) -> Iterator[Row]:
    for one in told.splits:
        about = said.statement(one.words, named)
        for way, answers in (("public", one.public), ("secret", one.secret)):
            who = (*said.code("compared", "method"), *said.code("groups", way))
            yield from _answers((*about, *who), answers)


def _online(told: Material, named: said.Names) -> Iterator[Row]:
    everyone = (*said.code("compared", "all"), *said.code("groups", "all"))
    for one in told.conversation.rows if told.conversation else ():
        about = said.statement(one.words, named)
        yield from _answers((*about, *everyone), one.answers)


def _answers(about: tuple[str, ...], given: Answers) -> list[Row]:
    cells = {"agree": given.agree, "passed": given.passed, "disagree": given.disagree}
    return [((*about, *said.code("answers", key)), cell) for key, cell in cells.items()]


def priorities(told: Material, named: said.Names) -> Sheet:
    """Return the people's own order, and the ballots behind it."""
    rows: list[Row] = []
    if told.priorities is not None:
        everything = (
            "",
            *said.code("all_findings", "all")[1:],
            "",
            *said.code("counted", "ballots"),
        )
        rows.append((everything, told.priorities.ballots))
        for one in told.findings:
            if one.support is not None:
                place = "" if one.wanted_order is None else str(one.wanted_order)
                about = (
                    *said.finding(one, named),
                    place,
                    *said.code("counted", "support"),
                )
                rows.append((about, one.support))
    columns = said.columns(
        said.ID, said.WORDS, ("place", "#indicator+rank"),
        ("counted", "#indicator+code"), ("counted_name*", "#indicator+name"),
    )  # fmt: skip
    return Sheet(
        name="priorities", columns=columns, rows=tuple(rows), tag="#indicator+ballots"
    )


def validations(told: Material, named: said.Names) -> Sheet:
    """Return what gatherings said of each finding, over all."""
    rows: list[Row] = []
    for one in told.findings:
        if one.validation is None:
            continue
        given = one.validation
        outcomes = {
            "confirmed": given.confirmed,
            "amended": given.amended,
            "rejected": given.rejected,
        }
        scope = given.scope or "unknown"
        rows += [
            (
                (
                    *said.finding(one, named),
                    *said.code("outcomes", key),
                    *said.code("scopes", scope),
                ),
                n,
            )
            for key, n in outcomes.items()
        ]
    columns = said.columns(
        said.ID, said.WORDS, ("outcome", "#indicator+code"), ("outcome_name*", "#indicator+name"),
        ("scope", "#status+code"), ("scope_name*", "#status+name"),
    )  # fmt: skip
    return Sheet(
        name="validations",
        columns=columns,
        rows=said.in_order(rows),
        tag="#indicator+gatherings",
    )


def validated_where(told: Material, named: said.Names) -> Sheet:
    """Return what was said in which region, in words: numbers there are too small."""
    rows: list[Row] = [
        (
            (
                *said.finding(one, named),
                *said.where(place),
                *said.code("outcomes", outcome),
            ),
            None,
        )
        for one in told.findings
        if one.validation is not None
        for outcome, places in one.validation.places
        for place in places
    ]
    columns = said.columns(
        said.ID,
        said.WORDS,
        *said.REGION,
        ("outcome", "#status+code"),
        ("outcome_name*", "#status+name"),
    )
    return Sheet(
        name="validations-by-region", columns=columns, rows=said.in_order(rows)
    )
