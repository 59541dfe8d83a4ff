"""Names, types and kinds of objects, as PostgreSQL's trees hold them. Unquoted names arrive folded to lower case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.parse.postgres_tree import concrete, expression
from schemawarden_policy.parse.reader import UnknownSyntaxError

_KINDS = {
    "matview": "materialized_view",
    "statistic_ext": "statistics",
    "tsconfiguration": "text_search_configuration",
    "tsdictionary": "text_search_dictionary",
    "tsparser": "text_search_parser",
    "tstemplate": "text_search_template",
    "fdw": "foreign_data_wrapper",
    "foreign_server": "server",
    "opclass": "operator_class",
    "opfamily": "operator_family",
    "tabconstraint": "constraint",
    "domconstraint": "domain_constraint",
    "largeobject": "large_object",
    "parameter_acl": "parameter",
}
_HANGS_ON_TABLE = (
    pb.OBJECT_TRIGGER,
    pb.OBJECT_RULE,
    pb.OBJECT_POLICY,
    pb.OBJECT_TABCONSTRAINT,
    pb.OBJECT_COLUMN,
)
_HANGS_ON_TYPE = (pb.OBJECT_DOMCONSTRAINT, pb.OBJECT_TRANSFORM, pb.OBJECT_CAST)
_NAMED_BEHIND_METHOD = (pb.OBJECT_OPCLASS, pb.OBJECT_OPFAMILY)
_TYPES = {
    "int2": "SMALLINT",
    "int4": "INTEGER",
    "int": "INTEGER",
    "int8": "BIGINT",
    "float4": "REAL",
    "float8": "DOUBLE PRECISION",
    "bool": "BOOLEAN",
    "decimal": "NUMERIC",
    "bpchar": "CHAR",
    "serial4": "SERIAL",
    "serial8": "BIGSERIAL",
    "serial2": "SMALLSERIAL",
    "char": '"char"',
}
"""Names of one type, under the one that we use."""


def kind_word(object_type: int) -> str:
    """OBJECT_MATVIEW -> "materialized_view"."""
    word = str(pb.ObjectType.Name(object_type)).removeprefix("OBJECT_").lower()
    return _KINDS.get(word, word)


def strings(nodes: Iterable[Any]) -> tuple[str, ...]:
    """The texts of a list of String nodes."""
    return tuple(concrete(node).sval for node in nodes)


def qualified(nodes: Iterable[Any]) -> tuple[str, str]:
    """`[[database.]schema.]name` as (schema, name)."""
    parts = strings(nodes)
    if not parts:
        raise UnknownSyntaxError("a name without parts")
    return (parts[-2] if len(parts) > 1 else "", parts[-1])


def joined(schema: str, name: str) -> str:
    """ "schema.name" where there is a schema."""
    return f"{schema}.{name}" if schema else name


def full_name(table: pb.RangeVar) -> str:
    """ "schema.table" where the text says so.

    Raises:
        UnknownSyntaxError: a name has a dot of its own, and `"app.users"` would be taken for a table of the schema app.
    """
    if "." in table.relname or "." in table.schemaname:
        raise UnknownSyntaxError(
            f"the dot in the name {table.relname!r} can't be told from one behind a schema"
        )
    return joined(table.schemaname, table.relname)


def type_name(written: pb.TypeName) -> tuple[str, str]:
    """(schema, name) of a type; pg_catalog is left out."""
    schema, name = qualified(written.names)
    return ("" if schema == "pg_catalog" else schema, name)


def type_text(written: pb.TypeName) -> str:
    """Upper-cased text with modifiers: "VARCHAR(40)", "NUMERIC(10, 2)[]". One name for each of the server's types."""
    schema, name = type_name(written)
    text = _TYPES.get(name, name.upper()) if not schema else f"{schema}.{name}".upper()
    if written.typmods and name != "interval":  # an interval's are bit masks
        text += f"({', '.join(expression(node) for node in written.typmods)})"
    return text + "[]" * len(written.array_bounds) + ("%TYPE" if written.pct_type else "")


def role_name(role: pb.RoleSpec) -> str:
    """A role; "PUBLIC", "CURRENT_USER" and their like in upper case."""
    if role.roletype == pb.ROLESPEC_CSTRING:
        return str(role.rolename)
    return str(pb.RoleSpecType.Name(role.roletype)).removeprefix("ROLESPEC_")


def object_name(object_type: int, node: Any) -> tuple[str, str, str]:
    """(schema, table, name) of an object that DROP, COMMENT, ALTER ... RENAME and their like name."""
    held = concrete(node)
    if isinstance(held, pb.String):
        return "", "", held.sval
    if isinstance(held, pb.TypeName):
        return (type_name(held)[0], "", type_name(held)[1])
    if isinstance(held, pb.ObjectWithArgs):
        schema, name = qualified(held.objname)
        return schema, "", name
    if isinstance(held, pb.RangeVar):
        return held.schemaname, "", held.relname
    if isinstance(held, pb.List):
        return _listed_name(object_type, held)
    raise UnknownSyntaxError(f"the {kind_word(object_type)}'s name can't be told")


def _listed_name(object_type: int, names: pb.List) -> tuple[str, str, str]:
    if object_type in _HANGS_ON_TYPE:
        held = [concrete(item) for item in names.items]
        told = [type_name(p)[1] if isinstance(p, pb.TypeName) else str(p.sval) for p in held]
        if object_type == pb.OBJECT_CAST:
            return "", "", f"{told[0]} AS {told[1]}"
        return ("", "", told[0]) if object_type == pb.OBJECT_TRANSFORM else ("", told[0], told[-1])
    if any(not isinstance(concrete(item), pb.String) for item in names.items):
        raise UnknownSyntaxError(f"the {kind_word(object_type)}'s name can't be told")
    parts = strings(names.items)
    if object_type in _NAMED_BEHIND_METHOD:
        parts = parts[1:]
    if object_type in _HANGS_ON_TABLE and len(parts) > 1:
        return (parts[-3] if len(parts) > 2 else "", parts[-2], parts[-1])
    return (parts[-2] if len(parts) > 1 else "", "", parts[-1])
