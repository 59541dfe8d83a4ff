"""`schemawarden policy test` and `schemawarden policy import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from schemawarden import settings
from schemawarden.cli.common import ConfigOption, JsonOption, guarded
from schemawarden.cli.policy.atlas import imported, read_project
from schemawarden.cli.policy.trial import Row, results
from schemawarden.cli.terminal import emit
from schemawarden.errors import InputError
from schemawarden_policy.settings import Settings

app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.callback()
def policy() -> None:
    """Try the operator's own rules, and import another tool's policy."""


@app.command(name="test")
@guarded
async def try_examples(
    directory: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            help="A folder for each rule, named by its id; the folder `rules` beside the config otherwise.",
        ),
    ] = None,
    policy_file: Annotated[
        Path | None, typer.Option("--policy", help="TOML with a [policy] section, instead of the config.")
    ] = None,
    target: Annotated[str, typer.Option("--target", help="The policy of this target.")] = "",
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Try the policy's own rules: bad*.sql must be found by its rule, good*.sql must not.

    Exit status: 0 all as expected, 1 something was not, 2 the call or the config is wrong.
    """
    found, place = _policy(policy_file, target, config)
    if not found.custom:
        hint = "Rules are written under [[policy.custom]], or come from policy.plugins."
        raise InputError("NO_CUSTOM_RULES", f"{place.name} has no rules of its own.", hint)
    rows = results(found, directory or place.parent / "rules")
    emit([row._asdict() for row in rows], as_json, _table(rows))
    if not all(row.ok for row in rows):
        raise typer.Exit(1)


@app.command(name="import")
@guarded
async def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An atlas.hcl.")],
    env: Annotated[str, typer.Option("--env", help="The environment whose lint block counts as well.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Print the [policy] that the lint block of an atlas.hcl corresponds to.

    The file is read, and nothing in it is evaluated: what is not written out is left out, and told.
    """
    result = imported(read_project(file), env)
    data = {
        "policy": result.policy,
        "left_out": [{"key": each.key, "why": each.why} for each in result.left_out],
    }
    emit(data, as_json, result.toml().rstrip("\n"))


def _policy(file: Path | None, target: str, config: Path | None) -> tuple[Settings, Path]:
    """The settings that are asked for, and the file that they come from."""
    if file is not None:
        from schemawarden.cli.check.policy_file import read_policy

        if target or config:
            raise InputError("USAGE", "--policy excludes --target and --config.", "Give one or the other.")
        return read_policy(file), file.absolute()
    operator = settings.load(config)
    found = operator.policy_settings(operator.target(target)) if target else operator.policy.settings()
    return found, operator.path


def _table(rows: list[Row]) -> object:
    from rich.table import Table

    table = Table("", "rule", "example", "dialect", "expected", "found", box=None, pad_edge=False)
    for row in rows:
        table.add_row("ok" if row.ok else "FAILED", row.rule, row.file, row.dialect, row.expected, row.found)
    return table
