"""From the shape of a [policy] table to a Policy, and what its keys must mean together. Every problem is told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from schemawarden.settings.hours import BadHoursError, PeakHours, peak_hours
from schemawarden.settings.owners import People, read_owners
from schemawarden.settings.plugins import BadPluginError, Plugin, load_plugin
from schemawarden.settings.policy_model import Policy
from schemawarden.settings.policy_shape import CustomShape, NamingShape, PolicyShape, ScopeShape
from schemawarden.settings.problems import Problem, did_you_mean, invalid
from schemawarden.settings.secrets import dotted
from schemawarden_policy.catalog import RULES
from schemawarden_policy.custom import Predicate, When, custom_rule, objection
from schemawarden_policy.plugged import RULE_ID
from schemawarden_policy.presets import LOCK_TIMEOUT_RULE, demands_lock_timeout
from schemawarden_policy.rule import Rule, Severity
from schemawarden_policy.settings import Acceptance, Limits, Naming, Scope
from schemawarden_policy.statement import Dialect

_WAIVER = re.compile(r"(allow|nolint) [a-z0-9_,-]+ \S.*")
Where = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What a policy hangs on besides itself."""

    directory: Path
    """The config file's."""
    workspaces: Collection[Path]
    people: People


def policy_of(shape: PolicyShape, where: Where, around: Around) -> tuple[Policy, list[Problem]]:
    """What the table at `where` says, and what is wrong with it. With problems the policy is good for nothing.

    Reads the OWNERS file, and loads plugins, if they are named.
    """
    problems: list[Problem] = []
    custom = tuple(_custom(shape, (*where, "custom"), problems))
    plugins = tuple(_plugins(shape, (*where, "plugins"), custom, around, problems))
    known = {rule.id: rule for rule in (*RULES, *custom, *(r for plugin in plugins for r in plugin.rules))}
    problems += _rule_problems(shape, where, known)
    hours = tuple(_hours(shape, (*where, "peak_hours"), problems))
    ownership = None
    if shape.owners is not None:
        key = tuple(map(str, (*where, "owners")))
        ownership, wrong = read_owners(key, shape.owners, around.directory, around.workspaces, around.people)
        problems += wrong
    problems += _value_problems(shape, where)
    demanded = shape.lock_timeout == "required"
    by_preset = shape.lock_timeout is None and demands_lock_timeout(shape.preset)
    policy = Policy(
        preset=shape.preset,
        severities=dict(shape.rules),
        naming=_naming(shape.naming),
        protected=tuple(shape.protected),
        limits=Limits(**shape.limits.model_dump()),
        scopes=tuple(map(_scope, shape.scopes)),
        allow_drop=tuple(shape.allow_drop),
        accept=tuple(Acceptance(each.rule, tuple(each.objects), each.reason) for each in shape.accept),
        waivers=tuple(shape.waivers),
        small_rows=shape.small_rows,
        large_rows=shape.large_rows,
        lock_timeout=demanded or (by_preset and LOCK_TIMEOUT_RULE not in shape.rules),
        backup=shape.backup == "required",
        peak_hours=hours,
        ownership=ownership,
        custom=custom,
        plugins=plugins,
    )
    return policy, problems


def _naming(shape: NamingShape) -> Naming:
    return Naming(**shape.model_dump(by_alias=True))


def _scope(shape: ScopeShape) -> Scope:
    given = shape.naming.model_dump(by_alias=True, exclude_unset=True)
    protected = tuple(shape.protected) if "protected" in shape.model_fields_set else None
    return Scope(tuple(shape.schemas), dict(shape.rules), given, protected)


def _custom(shape: PolicyShape, where: Where, problems: list[Problem]) -> Iterator[Rule]:
    taken = {name for rule in RULES for name in (rule.id, *rule.aliases)}
    for number, each in enumerate(shape.custom):
        here = (*where, number)
        predicate = _predicate(each)
        if not RULE_ID.fullmatch(each.id):
            problems.append(
                invalid((*here, "id"), "expected lower-case words with dashes, such as no-text-key")
            )
        elif each.id in taken:
            problems.append(invalid((*here, "id"), "another rule has this name"))
        elif problem := objection(predicate):
            problems.append(invalid(here, problem))
        else:
            taken.add(each.id)
            dialects = frozenset(map(Dialect, each.dialects or Dialect))
            severity = Severity[each.severity.upper()]
            yield custom_rule(each.id, severity, predicate, dialects, destructive=each.destructive)


def _predicate(shape: CustomShape) -> Predicate:
    return Predicate(
        message=shape.message,
        suggestion=shape.suggestion or "",
        statement=tuple(shape.statement or ()),
        change=tuple(shape.change or ()),
        object=tuple(shape.object or ()),
        column=tuple(shape.column or ()),
        column_type=tuple(shape.column_type or ()),
        primary_key=shape.primary_key,
        not_null=shape.not_null,
        has_default=shape.has_default,
        when=When(
            rows_over=shape.when.rows_over,
            bytes_over=shape.when.bytes_over,
            new_table=shape.when.new_table,
            version_at_least=_numbers(shape.when.version_at_least),
            version_below=_numbers(shape.when.version_below),
        ),
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split("."))) if version else ()


def _plugins(
    shape: PolicyShape, where: Where, custom: Iterable[Rule], around: Around, problems: list[Problem]
) -> Iterator[Plugin]:
    taken = {name for rule in (*RULES, *custom) for name in (rule.id, *rule.aliases)}
    for number, name in enumerate(dict.fromkeys(shape.plugins)):
        try:
            plugin = load_plugin(name, taken, around.workspaces)
        except BadPluginError as error:
            hint = "Install it with pip beside schemawarden, or take it out of the list."
            problems.append(
                Problem(
                    "CONFIG_PLUGIN", f"The package that `{dotted((*where, number))}` names {error}.", hint
                )
            )
        else:
            taken |= {known for rule in plugin.rules for known in (rule.id, *rule.aliases)}
            yield plugin


def _rule_problems(shape: PolicyShape, where: Where, known: Mapping[str, Rule]) -> Iterator[Problem]:
    yield from rule_problems(shape.rules, (*where, "rules"), known)
    for number, scope in enumerate(shape.scopes):
        yield from rule_problems(scope.rules, (*where, "scopes", number, "rules"), known)
    for number, each in enumerate(shape.accept):
        yield from rule_problems((each.rule,), (*where, "accept", number), known)


def rule_problems(ids: Iterable[str], where: Where, known: Mapping[str, Rule]) -> Iterator[Problem]:
    for rule_id in ids:
        path = (*where, rule_id)
        if rule_id not in known:
            yield Problem("CONFIG_UNKNOWN_KEY", f"unknown rule `{dotted(path)}`.", _near_rule(rule_id, known))
        elif known[rule_id].severity is Severity.FORBIDDEN:
            yield Problem(
                "CONFIG_RULE_FORBIDDEN",
                f"`{dotted(path)}` can't be changed: what it sees would take control away from the guard.",
                "Leave it out.",
            )


def _near_rule(rule_id: str, known: Mapping[str, Rule]) -> str:
    same = next((rule.id for rule in known.values() if rule_id in rule.aliases), None)
    return f"Its name here is `{same}`." if same else did_you_mean(rule_id, tuple(known))


def _hours(shape: PolicyShape, where: Where, problems: list[Problem]) -> Iterator[PeakHours]:
    for number, each in enumerate(shape.peak_hours):
        try:
            yield peak_hours(each.days, each.from_, each.to, each.zone)
        except BadHoursError as error:
            problems.append(invalid((*where, number, error.key), str(error)))


def _value_problems(shape: PolicyShape, where: Where) -> Iterator[Problem]:
    if shape.small_rows >= shape.large_rows:
        yield invalid((*where, "large_rows"), f"expected more than small_rows, {shape.small_rows}")
    if shape.lock_timeout == "required" and shape.rules.get(LOCK_TIMEOUT_RULE, "error") != "error":
        expected = f"is an error while `{dotted((*where, 'lock_timeout'))}` is required"
        yield invalid((*where, "rules", LOCK_TIMEOUT_RULE), expected)
    for number, text in enumerate(shape.waivers):
        if not _WAIVER.fullmatch(text):
            yield invalid(
                (*where, "waivers", number),
                'expected a waiver as the finding shows it, such as "allow drop-index unused since 2025"',
            )
