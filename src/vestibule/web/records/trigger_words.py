"""How is a trigger said to SQLite, and how to PostgreSQL?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

SAID = {
    "changes": "a record is written once and never changed",
    "leaves": "a record leaves only when it is withdrawn",
    "comes_back": "what was withdrawn does not come back",
    "too_soon": "the numbers of a record are kept when it has left",
    "moved": "who belongs to a funder has no account",
    "funded": "who belongs to a funder has no account",
    "chained": "an entry follows the one before",
}
"""What the database answers, by the rule that was broken."""

BRANCHES = (
    'SELECT 1 FROM "withdrawals" w WHERE w."record" = {one} AND w."table" = {table}',
    'SELECT 1 FROM "removals" r WHERE r."id" = {one} AND r."table" = {table}',
)
"""Where it says that a record left: it is named, or its numbers are all there is."""


class Speech(Protocol):
    """What a database must be able to say."""

    def prelude(self) -> Iterator[str]:
        """Yield what is said once, before the triggers."""

    def departed(self, table: str, one: str) -> str:
        """Return the condition that a record left; false where `one` is missing."""

    def any_departed(self, table: str, several: str) -> str:
        """Return the condition that one of several records left."""

    def refuse(self, table: str, act: str, rule: str, when: str) -> Iterator[str]:
        """Yield what refuses an act on a table's rows under a condition."""

    def keep_numbers(self, table: str) -> Iterator[str]:
        """Yield what writes the bare numbers of each row that leaves."""


def speech(vendor: str) -> Speech:
    """Return how to speak to a database."""
    speeches: dict[str, Speech] = {"sqlite": Sqlite(), "postgresql": Postgresql()}
    return speeches[vendor]


class Sqlite:
    """Conditions stand in the trigger; lists of ids are read as JSON."""

    def prelude(self) -> Iterator[str]:
        """Say nothing."""
        yield from ()

    def departed(self, table: str, one: str) -> str:
        """Look among withdrawals, removals, and what removals corrected."""
        words = _split('p."supersedes"')
        corrected = (
            f'SELECT 1 FROM "removals" p, {words} AS j WHERE p."supersedes" IS NOT NULL '
            f"AND p.\"table\" = '{table}' AND j.value = {one}"
        )
        found = [b.format(one=one, table=f"'{table}'") for b in BRANCHES]
        return " OR ".join(f"EXISTS ({query})" for query in (*found, corrected))

    def any_departed(self, table: str, several: str) -> str:
        """Look for each of them."""
        one = self.departed(table, "k.value")
        return (
            f"{several} IS NOT NULL AND EXISTS "
            f"(SELECT 1 FROM {_split(several)} AS k WHERE {one})"
        )

    def refuse(self, table: str, act: str, rule: str, when: str) -> Iterator[str]:
        """Abort before the act."""
        name = f"{table}_{rule}"
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield (
            f'CREATE TRIGGER "{name}" BEFORE {act.upper()} ON "{table}" '
            f"WHEN {when} BEGIN "
            f"SELECT RAISE(ABORT, '{table}: {SAID[rule]}'); END"
        )

    def keep_numbers(self, table: str) -> Iterator[str]:
        """Write after the row has left."""
        name = f"{table}_numbers"
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield (
            f'CREATE TRIGGER "{name}" AFTER DELETE ON "{table}" BEGIN '
            f"{_numbers(table)}; END"
        )


class Postgresql:
    """Conditions stand in a function of each trigger."""

    def prelude(self) -> Iterator[str]:
        """Make the function that tells whether a record left."""
        branches = [b.format(one="one", table="of_table") for b in BRANCHES]
        corrected = (
            'SELECT 1 FROM "removals" p WHERE p."table" = of_table AND '
            'p."supersedes" IS NOT NULL AND one = ANY(string_to_array(p."supersedes", \' \'))'
        )
        found = " OR ".join(f"EXISTS ({query})" for query in (*branches, corrected))
        yield (
            "CREATE OR REPLACE FUNCTION vestibule_departed(of_table text, one text) "
            "RETURNS boolean LANGUAGE plpgsql STRICT AS $$ BEGIN "
            f"RETURN {found}; END $$"
        )

    def departed(self, table: str, one: str) -> str:
        """Ask the function; of nothing it says nothing."""
        return f"COALESCE(vestibule_departed('{table}', {one}), FALSE)"

    def any_departed(self, table: str, several: str) -> str:
        """Ask the function for each of them."""
        return (
            f"{several} IS NOT NULL AND EXISTS (SELECT 1 FROM "
            f"unnest(string_to_array({several}, ' ')) AS k(value) "
            f"WHERE vestibule_departed('{table}', k.value))"
        )

    def refuse(self, table: str, act: str, rule: str, when: str) -> Iterator[str]:
        """Raise before the act, as a broken constraint; never empty the table whole."""
        name = f"{table}_{rule}"
        row = "OLD" if act == "delete" else "NEW"
        yield _function(
            name,
            f"IF {when} THEN RAISE EXCEPTION '{table}: {SAID[rule]}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row};",
        )
        yield from _trigger(name, f'BEFORE {act.upper()} ON "{table}" FOR EACH ROW')
        if act == "delete":
            yield _function(
                f"{name}_whole",
                f"RAISE EXCEPTION '{table}: {SAID[rule]}' "
                "USING ERRCODE = 'integrity_constraint_violation';",
            )
            whole = f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT'
            yield from _trigger(f"{name}_whole", whole)

    def keep_numbers(self, table: str) -> Iterator[str]:
        """Write after the row has left."""
        name = f"{table}_numbers"
        yield _function(name, f"{_numbers(table)}; RETURN NULL;")
        yield from _trigger(name, f'AFTER DELETE ON "{table}" FOR EACH ROW')


def _split(several: str) -> str:
    # ids are hexadecimal: nothing in them has to be escaped
    return f"json_each('[\"' || replace({several}, ' ', '\",\"') || '\"]')"


def _numbers(table: str) -> str:
    return (
        'INSERT INTO "removals" ("id", "origin", "seq", "supersedes", "table") '
        'VALUES (OLD."id", OLD."origin", OLD."seq", OLD."supersedes", '
        f"'{table}')"
    )


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION vestibule_{name}() RETURNS trigger "
        f"LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    )


def _trigger(name: str, when: str) -> Iterator[str]:
    table = when.split('"')[1]
    yield f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
    yield f'CREATE TRIGGER "{name}" {when} EXECUTE FUNCTION vestibule_{name}()'
