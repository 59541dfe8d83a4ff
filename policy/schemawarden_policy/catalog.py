"""Every rule, in the order in which the pages list them. Adding one is a line in its family."""

from __future__ import annotations

from difflib import get_close_matches

from schemawarden_policy.rule import Rule
from schemawarden_policy.rules import (
    compatibility,
    data,
    destructive,
    effects,
    forbidden,
    locks,
    mysql,
    naming,
    ownership,
    security,
    shape,
    sqlite,
)

RULES: tuple[Rule, ...] = (
    *forbidden.RULES,
    *destructive.RULES,
    *compatibility.RULES,
    *data.RULES,
    *locks.RULES,
    *mysql.RULES,
    *security.RULES,
    *sqlite.RULES,
    *shape.RULES,
    *effects.RULES,
    *naming.RULES,
    *ownership.RULES,
)

_BY_NAME: dict[str, tuple[Rule, ...]] = {}
for _rule in RULES:
    for _name in (_rule.id, *_rule.aliases):
        _BY_NAME[_name.lower()] = (*_BY_NAME.get(_name.lower(), ()), _rule)


class UnknownRuleError(LookupError):
    """No rule has that id or alias; `nearest` holds the ids that look like it."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        hint = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
        super().__init__(f"no rule is called {name!r}{hint}")
        self.nearest = nearest


def rules_named(name: str) -> tuple[Rule, ...]:
    """The rules with that id or alias (an Atlas code, a squawk name ...), whatever the case: one for an id, else one or more.

    Raises:
        UnknownRuleError: there is none.
    """
    found = _BY_NAME.get(name.strip().lower())
    if found is None:
        near = get_close_matches(name.strip().lower(), list(_BY_NAME), n=3, cutoff=0.5)
        raise UnknownRuleError(name, tuple(dict.fromkeys(rule.id for n in near for rule in _BY_NAME[n])))
    own = tuple(rule for rule in found if rule.id == name.strip().lower())
    return own or found
