"""Hidden numbers of gatherings, attendances, findings and validations, worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tests.promises.given import Row
from tests.promises.numbers import OUTCOMES, Numbers
from tests.promises.reading import HIDDEN, Key, Shown
from tests.promises.system import Linear, System
from tests.promises.truth import Fact

ELSEWHERE, UNKNOWN = "elsewhere", "unknown"


class HeardSolved(Numbers):
    """A reader who sets totals against their parts."""

    def work_out_heard(self) -> None:
        """Solve for what is hidden, one system a family of tables."""
        if isinstance(self.seen.cells.get(("gatherings",)), Shown):
            self._gatherings()
        if isinstance(self.seen.cells.get(("attendances",)), Shown):
            self._attendances()
        self._named()
        for finding in self.seen.listed:
            self._validated(finding)

    def judge(self, system: System, parts: Linear, what: str, held: Fact) -> None:
        """Note a cell that is determined though too little stands behind it."""
        if self.is_enough(held) or held.people == 0 or self.is_conference(held):
            return
        low, high = system.between(parts)
        if low == high:
            self.leak("recoverable", f"{what} is {low}")
        elif high - low < self.rules.gatherings - 1:
            self.found.remarks.append(f"narrowed: {what.split(' ')[0]}")

    def margins(self, system: System, given: Mapping[Key, Linear]) -> None:
        """Note printed margins, and that what is hidden is not nothing."""
        for key, parts in given.items():
            cell, held = self.seen.cells.get(key), system.holds(parts)
            if isinstance(cell, Shown):
                system.equal(parts, cell.value)
            elif held == 0 and cell is not None and cell != HIDDEN:
                system.equal(parts, 0)
            elif held > 0 and cell == HIDDEN:
                system.at_most({name: -f for name, f in parts.items()}, -1)

    def second(self, *begin: str) -> list[str]:
        """Return what follows `begin` in the keys of the portrait's cells, once each."""
        n = len(begin)
        keys = [key for key in self.seen.cells if len(key) == n + 1]
        return list(dict.fromkeys(key[n] for key in keys if key[:n] == begin))

    def outside(self, rows: Iterable[Row], regions: Iterable[str]) -> Fact:
        """Return the gatherings that were held in none of these regions."""
        known = set(regions)
        left = [r for r in rows if self.truth.region.get(r["place"] or "") not in known]
        return self.truth.of_gatherings(left)

    # Gatherings by region, month and kind

    def _gatherings(self) -> None:
        regions = self.second("gatherings", "region")
        months = [*self.second("gatherings", "month"), UNKNOWN]
        system, table = System(), _Held(self.truth.met(), self.truth.region, regions)
        cell = {
            (region, month): system.add(f"{region} {month}", table.count(region, month))
            for region in (*regions, ELSEWHERE)
            for month in months
        }
        lines = {
            region: dict.fromkeys((cell[region, m] for m in months), 1.0)
            for region in (*regions, ELSEWHERE)
        }
        columns = {
            month: dict.fromkeys((cell[r, month] for r in lines), 1.0)
            for month in months
        }
        system.equal(dict.fromkeys(cell.values(), 1), len(self.truth.met()))
        system.none_if_none(columns[UNKNOWN], lines[ELSEWHERE])
        self.margins(system, {("gatherings", "region", r): lines[r] for r in regions})
        known = {("gatherings", "month", m): columns[m] for m in months[:-1]}
        self.margins(system, known)
        self._spans(system, cell, months)
        kinds = self._kinds(system, months, columns, table)
        self._judge_gatherings(system, lines, columns, kinds)

    def _spans(
        self, system: System, cell: Mapping[tuple[str, str], str], months: list[str]
    ) -> None:
        """Note the months between which a place is said to have been heard."""
        for region, (first, last) in self.seen.months.items():
            for month in months[:-1]:
                printed = self.seen.cells[("gatherings", "month", month)]
                # Only months that are printed tell where a place was heard.
                if printed != HIDDEN and not first <= month <= last:
                    system.equal({cell[region, month]: 1}, 0)
            for month in {first, last}:
                system.at_most({cell[region, month]: -1}, -1)

    def _kinds(
        self,
        system: System,
        months: list[str],
        columns: Mapping[str, Linear],
        table: _Held,
    ) -> dict[str, str]:
        """Add gatherings by kind; of some the road tells the months."""
        kinds = sorted({row["kind"] for row in self.truth.met()})
        found = {k: system.add(k, self.truth.gatherings(kind=k).value) for k in kinds}
        system.equal(dict.fromkeys(found.values(), 1), len(self.truth.met()))
        told = {("gatherings", "kind", k): {name: 1} for k, name in found.items()}
        self.margins(system, told)
        by_month: dict[str, dict[str, float]] = defaultdict(dict)
        for kind, (first, last) in self.seen.kinds.items():
            there = [m for m in months[:-1] if first <= m <= last]
            names = {
                m: system.add(f"{kind} {m}", table.count("", m, kind)) for m in there
            }
            for month in {first, last} & set(names):
                system.at_most({names[month]: -1}, -1)
            parts = {found[kind]: -1, **dict.fromkeys(names.values(), 1)}
            if system.holds(parts) == 0:
                system.equal(parts, 0)
            for month, name in names.items():
                by_month[month][name] = 1
        for month, some in by_month.items():
            system.at_most({**some, **dict.fromkeys(columns[month], -1)}, 0)
        self._left_beside(system, months, columns, by_month)
        return found

    def _left_beside(
        self,
        system: System,
        months: list[str],
        columns: Mapping[str, Linear],
        by_month: Mapping[str, Linear],
    ) -> None:
        """Take the stages that are dated from the months they lie in."""
        told = set(self.seen.kinds)
        for kind, (first, last) in self.seen.kinds.items():
            there = [m for m in months[:-1] if first <= m <= last]
            parts: dict[str, float] = {}
            for month in there:
                parts |= dict.fromkeys(columns[month], 1.0)
                parts |= dict.fromkeys(by_month[month], -1.0)
            others = self.truth.of_gatherings(
                row
                for row in self.truth.met()
                if row["kind"] not in told
                and row["held_on"]
                and f"{row['held_on']:%Y-%m}" in there
            )
            self.judge(system, parts, f"gatherings: beside {kind}", others)

    def _judge_gatherings(
        self,
        system: System,
        lines: Mapping[str, Linear],
        columns: Mapping[str, Linear],
        kinds: Mapping[str, str],
    ) -> None:
        truth = self.truth
        regions = [region for region in lines if region != ELSEWHERE]
        cells = [
            *((lines[r], r, truth.gatherings(region=r)) for r in regions),
            (lines[ELSEWHERE], ELSEWHERE, self.outside(truth.met(), regions)),
            *(
                (columns[m], m, truth.gatherings(month=m))
                for m in columns
                if m != UNKNOWN
            ),
            *(({name: 1.0}, k, truth.gatherings(kind=k)) for k, name in kinds.items()),
        ]
        for parts, what, held in cells:
            self.judge(system, parts, f"gatherings: {what}", held)

    # Attendances by region and capacity

    def _attendances(self) -> None:
        truth, system = self.truth, System()
        regions = self.second("heard")
        for region in regions:
            system.add(region, truth.heard(region).value)
        whole = truth.attended().value
        others = {
            ELSEWHERE: truth.heard(everywhere=True).value - int(sum(system.truth)),
            "represented": truth.attended("represented").value,
            "observer": truth.attended("observer").value,
        }
        others[UNKNOWN] = whole - sum(others.values()) - int(sum(system.truth))
        for name, value in others.items():
            system.none_if_none({system.add(name, value): 1})
        system.equal(dict.fromkeys(system.names, 1), whole)
        self.margins(system, {("heard", r): {r: 1} for r in regions})
        self.margins(system, {("represented",): {"represented": 1}})
        for region in regions:
            held = truth.heard(region)
            self.judge(system, {region: 1}, f"attendances: {region}", held)
        for capacity in ("represented", "observer"):
            held = truth.attended(capacity)
            self.judge(system, {capacity: 1}, f"attendances: {capacity}", held)

    # Gatherings that named findings, by region

    def _named(self) -> None:
        keys = [key for key in self.seen.cells if key[0] == "named" and len(key) == 3]
        findings = list(dict.fromkeys(key[1] for key in keys))
        if not findings:
            return
        truth, system = self.truth, System()
        regions = [key[2] for key in keys if key[1] == findings[0]]
        held = {(f, r): truth.named(self.code(f), r) for f in findings for r in regions}
        left = self.outside(truth.met(truth.coded[0]), regions)
        for region in regions:
            system.add(f"base {region}", held[findings[0], region].of or 0)
        system.none_if_none({system.add("base elsewhere", left.value): 1})
        bases = dict.fromkeys(system.names, 1.0)
        for finding in findings:
            self._naming(system, finding, regions, held, bases)
        for region in regions:
            self._named_in(system, findings, region, held[findings[0], region])
        self.judge(system, {"base elsewhere": 1}, "named: base elsewhere", left)
        for finding, region in held:
            base = held[finding, region]
            self.judge(system, {f"base {region}": 1}, f"named: base in {region}", base)
            if base.value:
                parts = {f"{finding} {region}": 1.0}
                self.judge(system, parts, f"named: in {region}", base)

    def _naming(
        self,
        system: System,
        finding: str,
        regions: list[str],
        held: Mapping[tuple[str, str], Fact],
        bases: Linear,
    ) -> None:
        """Add one finding: no more gatherings named it than were heard."""
        whole = self.truth.named(self.code(finding))
        counts = {region: held[finding, region].value for region in regions}
        counts[ELSEWHERE] = whole.value - sum(counts.values())
        names = [system.add(f"{finding} {r}", n) for r, n in counts.items()]
        for name, region in zip(names, counts, strict=True):
            system.at_most({name: 1, f"base {region}": -1}, 0)
        cell = self.seen.cells.get(("named", finding))
        if isinstance(cell, Shown):
            system.equal(dict.fromkeys(names, 1), cell.value)
            if cell.of is not None:
                system.equal(bases, cell.of)

    def _named_in(
        self, system: System, findings: list[str], region: str, base: Fact
    ) -> None:
        met = self.seen.cells.get(("gatherings", "region", region))
        if isinstance(met, Shown):
            system.at_most({f"base {region}": 1}, met.value)
        if not base.of:
            # Nothing of it is coded yet: it stands there as hidden, or as nobody.
            system.equal({f"base {region}": 1}, 0)
        for finding in findings:
            cell = self.seen.cells.get(("named", finding, region))
            if isinstance(cell, Shown):
                system.equal({f"{finding} {region}": 1}, cell.value)
                system.equal({f"base {region}": 1}, base.of or 0)

    # Validations by region

    def _validated(self, finding: str) -> None:
        listed, truth = self.seen.listed[finding], self.truth
        for outcome in OUTCOMES:
            for region in listed.get(outcome, ()):
                held = truth.gave(finding, outcome, region)
                if not (held.people and self.is_enough(held)):
                    self.leak("under the threshold", f"{outcome} in {region}")
        self._located(finding, listed)
        cells = [self.seen.cells.get(("validated", finding, o)) for o in OUTCOMES]
        n = truth.validated(finding, OUTCOMES[0]).of or 0
        told = sum(truth.validated(finding, outcome).value for outcome in OUTCOMES)
        # One gathering may have said two things of a finding: then sums tell less.
        if not any(isinstance(cell, Shown) for cell in cells) or told != n:
            return
        system = System()
        asked = sorted(set().union(*(r for o, r in listed.items() if o != "none")))
        there = {r: truth.validated(finding, OUTCOMES[0], r) for r in asked}
        for region, held in there.items():
            system.add(region, held.of or 0, low=min(held.of or 0, 1))
        left = system.add(ELSEWHERE, n - int(sum(system.truth)))
        system.none_if_none({left: 1})
        system.equal(dict.fromkeys(system.names, 1), n)
        for region, held in there.items():
            self.judge(system, {region: 1}, f"validations: {region}", held)

    def _located(self, finding: str, listed: Mapping[str, set[str]]) -> None:
        """Find the one region that is told unlike all others, and where a few dissent."""
        told: dict[str, set[str]] = defaultdict(set)
        for one, regions in listed.items():
            for region in regions if one != "none" else ():
                told[region].add(one)
        said = {
            r: {o for o in OUTCOMES if self.truth.gave(finding, o, r).value}
            for r in told
        }
        if len(set().union(*said.values())) < 2:
            return
        alone = {r for r in told if list(told.values()).count(told[r]) == 1}
        for region in alone:
            unsaid = said[region] - told[region]
            if unsaid and (told[region] == {"asked"} or len(told) == 1):
                self.leak("located", f"{sorted(unsaid)} in {region[:6]}")


class _Held:
    """Gatherings by region, month and kind."""

    def __init__(
        self, rows: Iterable[Row], region: Mapping[str, str], regions: Iterable[str]
    ) -> None:
        known = set(regions)
        self.counted: dict[tuple[str, str, str | None], int] = defaultdict(int)
        for row in rows:
            here = region.get(row["place"] or "", ELSEWHERE)
            where = here if here in known else ELSEWHERE
            when = f"{row['held_on']:%Y-%m}" if row["held_on"] else UNKNOWN
            for place in (where, ""):
                for kind in (None, row["kind"]):
                    self.counted[place, when, kind] += 1

    def count(self, region: str, month: str, kind: str | None = None) -> int:
        """Return how many; ``""`` and None stand for all."""
        return self.counted[region, month, kind]
