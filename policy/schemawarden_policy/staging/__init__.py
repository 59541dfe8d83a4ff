"""One generated migration -> the files in which it can run while others work.

- Each stage is a file of its own, because each is a transaction of its own: a lock that was taken to add something must not
  be held while rows are read to prove it.
- On PostgreSQL the stages are: new labels of enums; what is added, without looking at rows; indexes, built or dropped
  beside the traffic, one to a file; constraints that take an index over; proofs that read rows; NOT NULL, proven by
  then; and what is taken away, for which a deploy must come first.
- Elsewhere a generated migration stays one file: SQLite rebuilds tables under one lock anyway.
- Nothing is invented: whoever writes the stages proves with the engine that they lead to the same schema, or takes the
  migration as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemawarden_policy.parse.reader import UnknownSyntaxError
from schemawarden_policy.reading import read_file
from schemawarden_policy.staging.postgres import staged
from schemawarden_policy.staging.stage import Stage, written
from schemawarden_policy.statement import Dialect

_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class StagedFile:
    name: str
    """What follows the version: "add_email_index"."""
    text: str


def in_stages(name: str, text: str, dialect: Dialect) -> tuple[StagedFile, ...]:
    """The files that replace a generated migration; it alone, when it is safe as it is or can't be taken apart."""
    whole = (StagedFile(name, text),)
    if dialect is not Dialect.POSTGRESQL:
        return whole
    file = read_file(f"{name}.sql", text, dialect)
    if file.split_error or any(statement.opaque_reason for statement in file.statements):
        return whole
    try:
        stages = staged(file)
    except UnknownSyntaxError:
        return whole
    return _named(name, stages) or whole


def _named(name: str, stages: tuple[Stage, ...]) -> tuple[StagedFile, ...]:
    """The first stage keeps the name; the others say what they are for."""
    files: list[StagedFile] = []
    for stage in stages:
        suffix = f"_{stage.name}" if files else ""
        files.append(StagedFile(name[: _LONGEST_NAME - len(suffix)] + suffix, written(stage)))
    return tuple(files)
