"""Atlas's own analyzers saw something that no rule here did.

## What it sees
Diagnostics of Atlas's analyzers (`DS`, `MF`, `BC`, `CD`, `LT` codes), unless the rule here that carries the code as an alias
has spoken of the same statement or the same table rebuild.

## Why it hurts
Atlas compares real schemas before and after each statement, so it can see what the text does not show. Codes of lost data
(`DS`), of failing changes (`MF103`, `LT101`) are errors, the others warnings.

## Instead
See the code's page.

```sql
CREATE TABLE invoices (id integer PRIMARY KEY, total integer NOT NULL DEFAULT 0);
```

## Example
Where Atlas reports CD101, the removal of a foreign key by a rebuild that leaves it out:

```sql
CREATE TABLE new_posts (id integer PRIMARY KEY, user_id integer);
```

## When to allow it
When the page's reason does not hold here: approve the plan.

## References
- [Atlas analyzers](https://atlasgo.io/lint/analyzers)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import SetNotNull
from schemawarden_policy.facts import AnalyzerFinding
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of
from schemawarden_policy.not_null_proofs import NotNullProofs
from schemawarden_policy.rebuild import all_rebuilds
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL, compatibility, data, destructive, locks, mysql, sqlite
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.visible import visible

_FAMILIES = (destructive, compatibility, data, locks, mysql, sqlite)
_ERRORS = ("MF103", "LT101")
_PARTS_OF_A_REBUILD = ("DS102", "BC101")
"""What Atlas says of a rebuild that it does not recognise: ours have judged it as a whole."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    if not migration.facts.analyzers:
        return
    places = {(s.place.file, s.place.statement): s.place for s in migration.statements()}
    spans = [
        (r.first.place.file, r.first.place.statement, r.last.place.statement) for r in all_rebuilds(migration)
    ]
    told = _told(migration, settings) | _proven(migration, settings)
    for finding in migration.facts.analyzers or ():
        span = next((s for s in spans if s[0] == finding.file and s[1] <= finding.statement <= s[2]), None)
        if span and finding.code in _PARTS_OF_A_REBUILD:
            continue
        first, last = (span[1], span[2]) if span else (finding.statement, finding.statement)
        if not any((finding.code, finding.file, n) in told for n in range(first, last + 1)):
            place = places.get((finding.file, finding.statement)) or Place(finding.file, finding.statement, 1)
            yield _sighting(place, finding)


def _told(migration: Migration, settings: Settings) -> set[tuple[str, str, int]]:
    """(code, file, statement) of what rules of our own say."""
    codes = {finding.code for finding in migration.facts.analyzers or ()}
    return {
        (code, sighting.place.file, sighting.place.statement)
        for family in _FAMILIES
        for rule in family.RULES
        if migration.dialect in rule.dialects and codes & set(rule.aliases)
        for sighting in rule.check(migration, settings)
        for code in rule.aliases
    }


def _proven(migration: Migration, settings: Settings) -> set[tuple[str, str, int]]:
    """Where NOT NULL is set on what a validated check has proven; Atlas does not look at checks."""
    proofs, found = NotNullProofs(names_of(migration, settings)), set()
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, SetNotNull) and proofs.proves(change.table, change.column, change.schema):
                found.add(("MF104", statement.place.file, statement.place.statement))
            proofs.follow(change)
    return found


def _sighting(place: Place, finding: AnalyzerFinding) -> Sighting:
    loses = finding.code.startswith("DS")
    return Sighting(
        place,
        f"Atlas {visible(finding.code)}: {visible(finding.text)[:300]}",
        f"https://atlasgo.io/lint/analyzers#{visible(finding.code)}",
        severity=Severity.ERROR if loses or finding.code in _ERRORS else None,
        destructive=loses,
    )


RULE = Rule("atlas-analyzer", "effects", Severity.WARNING, ALL, _check, facts=("analyzers",))
