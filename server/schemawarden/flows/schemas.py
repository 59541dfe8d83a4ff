"""The engine's schema tree -> the policy's Schema, and as a diagram."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from schemawarden_policy.facts import Column, Index, Schema, Table

_VIEWS = ("view", "materialized_view")


def schema_of(tree: Mapping[str, Any]) -> Schema:
    """The engine's JSON tree in the policy's words."""
    tables = [(schema["name"], table) for schema in tree["schemas"] for table in schema["tables"]]
    other = tree.get("not_modelled", [])
    triggers: dict[str, list[str]] = defaultdict(list)
    references: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in other:
        if item["type"] == "trigger":
            triggers[item["table"].lower()].append(item["name"])
    for schema, table in tables:
        keys = table["foreign_keys"]
        for referenced in dict.fromkeys((key.get("ref_schema") or schema, key["ref_table"]) for key in keys):
            references[referenced].append(table["name"])
    return Schema(
        tables=tuple(_table(schema, table, triggers, references) for schema, table in tables),
        views=tuple(item["name"] for item in other if item["type"] in _VIEWS),
        other=tuple(
            f"{item['type']} {item['name']}" for item in other if item["type"] not in (*_VIEWS, "trigger")
        ),
    )


def _table(
    schema: str,
    table: Mapping[str, Any],
    triggers: Mapping[str, list[str]],
    references: Mapping[tuple[str, str], list[str]],
) -> Table:
    name = table["name"]
    return Table(
        name=name,
        columns=tuple(
            Column(c["name"], c["type"], c["null"], c["default"], c["generated"]) for c in table["columns"]
        ),
        primary_key=tuple((table["primary_key"] or {}).get("columns", ())),
        indexes=tuple(_index(index) for index in table["indexes"] if not _automatic(index["name"])),
        triggers=tuple(triggers.get(name.lower()) or triggers.get(f"{schema}.{name}".lower()) or ()),
        referenced_by=tuple(references.get((schema, name), ())),
        schema=schema,
    )


def _index(index: Mapping[str, Any]) -> Index:
    columns = tuple(part.get("column") or part.get("expr", "") for part in index["parts"])
    return Index(index["name"], columns, index["unique"])


def _automatic(index: str) -> bool:
    """SQLite makes it for a UNIQUE or PRIMARY KEY; nobody created it by name."""
    return index.startswith("sqlite_autoindex_")


def capped(tree: Any, most: int = 500) -> Any:
    """The tree with every text shortened: a comment or a default can be as long as a book."""
    if isinstance(tree, str):
        return tree if len(tree) <= most else f"{tree[:most]} … [{len(tree) - most} more characters]"
    if isinstance(tree, Mapping):
        return {key: capped(value, most) for key, value in tree.items()}
    return [capped(item, most) for item in tree] if isinstance(tree, list) else tree


def mermaid(tree: Mapping[str, Any]) -> str:
    """An entity-relationship diagram, as chat clients render it."""
    lines = ["erDiagram"]
    for schema in tree["schemas"]:
        for table in schema["tables"]:
            keys = set((table["primary_key"] or {}).get("columns", ()))
            lines.append(f"  {_word(table['name'])} {{")
            for column in table["columns"]:
                mark = " PK" if column["name"] in keys else ""
                lines.append(f"    {_word(column['type'] or 'any')} {_word(column['name'])}{mark}")
            lines.append("  }")
            for key in table["foreign_keys"]:
                label = _word(",".join(key["columns"]))
                lines.append(f"  {_word(key['ref_table'])} ||--o{{ {_word(table['name'])} : {label}")
    return "\n".join(lines) + "\n"


def _word(text: str) -> str:
    """Mermaid takes letters, digits, `_` and `-`; all else would end the word."""
    return re.sub(r"[^\w-]+", "_", text) or "_"
