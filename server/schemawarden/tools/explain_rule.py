"""explain_rule: a rule's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from schemawarden.errors import InputError
from schemawarden.ports import Progress
from schemawarden.tools.door import Door
from schemawarden.tools.tool import READS, Arguments, Tool
from schemawarden.wire import RulePage
from schemawarden_policy.catalog import UnknownRuleError, rules_named
from schemawarden_policy.explain import page
from schemawarden_policy.rule import Rule


class ExplainRule(Arguments):
    rule: Annotated[
        str,
        Field(min_length=1, max_length=80, description="Id from a finding, or a known alias such as DS102."),
    ]


async def _run(door: Door, arguments: ExplainRule, progress: Progress) -> RulePage:
    rules = known_rules(door, arguments.rule)
    return RulePage(
        rule=", ".join(rule.id for rule in rules),
        page="\n".join(map(page, rules)),
        next_step="Mend the migration, then lint_migrations.",
    )


def known_rules(door: Door, name: str) -> tuple[Rule, ...]:
    """The operator's own, of any target, or the catalogue's. Raises InputError RULE_UNKNOWN with the nearest ids."""
    custom = [rule for context in door.contexts.values() for rule in context.settings.custom]
    own = [rule for rule in custom if rule.id == name.strip().lower()]
    if own:  # targets may share it
        return tuple(rule for number, rule in enumerate(own) if rule not in own[:number])
    try:
        return rules_named(name)
    except UnknownRuleError as error:
        near = " or ".join(error.nearest)
        hint = f"Did you mean {near}?" if near else "Findings carry the ids of rules."
        raise InputError("RULE_UNKNOWN", "There is no rule of that name.", hint) from error


def _words(result: RulePage) -> Sequence[str]:
    return [result.rule]


TOOL = Tool(
    name="explain_rule",
    title="Explain a rule",
    description="What a rule sees, why it hurts, what to write instead, and when a human may allow it.",
    arguments=ExplainRule,
    result=RulePage,
    hints=READS,
    run=_run,
    words=_words,
    page=lambda result: result.page,
)
