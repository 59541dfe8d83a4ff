"""Queries and row changes, through sqlglot.

sqlglot never sees the file's text: it gets our own tokens, without comments and with one quoting style, so that a
comment, a control character or a quote can't mean one thing to it and another to SQLite. Its answer must be what
the statement's own words say, or the statement is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlglot
from sqlglot import ErrorLevel, exp

from schemawarden_policy.change import Change, DeleteRows, InsertRows, UpdateRows
from schemawarden_policy.lexing import Token, TokenKind, fold
from schemawarden_policy.parse.predicate import assigned, bounds, calls, constant
from schemawarden_policy.parse.reader import Reader, UnknownSyntaxError
from schemawarden_policy.parse.selected import full_name, leaves_rows_out, selected
from schemawarden_policy.parse.tautology import always_true

_VERBS = ("SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE")
_ROOTS: dict[str, tuple[type[exp.Expr], ...]] = {
    "SELECT": (exp.Select, exp.SetOperation),
    "VALUES": (exp.Values, exp.SetOperation),
    "INSERT": (exp.Insert,),
    "UPDATE": (exp.Update,),
    "DELETE": (exp.Delete,),
}
_CONFLICT_ACTIONS = ("ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE")
_OWN_SCHEMA = ("sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema", "sqlite_dbpage")


def read(reader: Reader) -> tuple[Change, ...]:
    """SELECT, VALUES, INSERT, REPLACE, UPDATE or DELETE, with or without WITH."""
    tokens = reader.rest()
    at = _main_verb_at(tokens)
    verb, tokens, action = _plain_verb(tokens, at)
    tree = _tree(tokens)
    if not isinstance(tree, _ROOTS[verb]):
        raise UnknownSyntaxError(f"{verb} was read as {type(tree).__name__}")
    changes = tuple(
        change for node in tree.walk() for change in _changes(node, action if node is tree else "")
    )
    _require_same_target(tokens, at, verb, changes)
    return changes


def main_verb(tokens: Sequence[Token]) -> str:
    """The word that says what a statement led by WITH does; empty when there is none."""
    at = _main_verb_at(tokens)
    return tokens[at].word if at < len(tokens) else ""


def require_query(tokens: Sequence[Token]) -> None:
    """The tokens are one SELECT or VALUES."""
    if main_verb(tokens) not in ("SELECT", "VALUES") or read(Reader(tokens)):
        raise UnknownSyntaxError("expected a query")


def read_tables(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The tables and views that a query reads; those that a WITH of its own defines are none."""
    tree = _tree(tokens)
    own = {fold(cte.alias) for cte in tree.find_all(exp.CTE)}
    names = map(full_name, tree.find_all(exp.Table))
    return tuple(dict.fromkeys(name for name in names if fold(name) not in own))


def require_predicate(tokens: Sequence[Token]) -> None:
    """The tokens are one expression."""
    try:
        sqlglot.parse_one(_spell(tokens), into=exp.Condition, dialect="sqlite", error_level=ErrorLevel.RAISE)
    except Exception as error:
        raise UnknownSyntaxError("the predicate can't be read") from error


def _main_verb_at(tokens: Sequence[Token]) -> int:
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.word in _VERBS:
            return at
    return len(tokens)


def _plain_verb(tokens: tuple[Token, ...], at: int) -> tuple[str, tuple[Token, ...], str]:
    """REPLACE and `INSERT|UPDATE OR action` reduced to the plain verb, which sqlglot reads, and the action."""
    verb = tokens[at].word if at < len(tokens) else ""
    if verb == "REPLACE":
        plain = Token(TokenKind.WORD, "INSERT", tokens[at].start)
        return "INSERT", (*tokens[:at], plain, *tokens[at + 1 :]), "REPLACE"
    if verb in ("INSERT", "UPDATE") and len(tokens) > at + 2 and tokens[at + 1].word == "OR":
        action = tokens[at + 2].word
        if action not in _CONFLICT_ACTIONS:
            raise UnknownSyntaxError(f"{verb} OR {action} is not known")
        return verb, tokens[: at + 1] + tokens[at + 3 :], action
    return verb, tokens, ""


def _tree(tokens: Sequence[Token]) -> exp.Expr:
    try:
        trees = [
            tree
            for tree in sqlglot.parse(_spell(tokens), dialect="sqlite", error_level=ErrorLevel.RAISE)
            if tree
        ]
    except Exception as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnknownSyntaxError(f"sqlglot can't read it: {first[:120]}") from error
    if len(trees) != 1:
        raise UnknownSyntaxError(f"one statement was read as {len(trees)}")
    tree = trees[0]
    if tree.find(exp.Command, exp.Create, exp.Drop, exp.Alter):
        raise UnknownSyntaxError("sqlglot does not understand it")
    return tree


def _spell(tokens: Sequence[Token]) -> str:
    return " ".join(_spelling(token) for token in tokens)


def _spelling(token: Token) -> str:
    if token.kind is TokenKind.QUOTED or (token.kind is TokenKind.WORD and not token.text.isascii()):
        return '"' + token.name.replace('"', '""') + '"'
    return token.text


def _changes(node: exp.Expr, action: str) -> Iterator[Change]:
    if isinstance(node, exp.Insert):
        yield _insert(node, action)
        conflict = node.args.get("conflict")
        if conflict and conflict.expressions:
            bounded = isinstance(node.expression, exp.Values)  # a SELECT may name every row of the table
            sets = bool(selected(node.expression)["sources"]) and constant(conflict)
            table = _target(node)
            yield UpdateRows(table.name, "ON CONFLICT", not bounded, table.db, constant=sets)
    elif isinstance(node, exp.Update):
        table = _target(node)
        yield UpdateRows(
            table.name,
            _where(node),
            always_true(node),
            table.db,
            replaces=action == "REPLACE",
            columns=tuple(assigned(node)),
            constant=constant(node),
            bounds=bounds(node, alone=not node.args.get("from_")),
            calls=calls(node),
        )
    elif isinstance(node, exp.Delete):
        table = _target(node)
        yield DeleteRows(table.name, _where(node), always_true(node), table.db, bounds(node), calls(node))


def _target(node: exp.Expr) -> exp.Table:
    table = node.this.this if isinstance(node.this, exp.Schema) else node.this
    if not isinstance(table, exp.Table) or not table.name:
        raise UnknownSyntaxError("the changed table can't be told")
    if fold(table.name) in _OWN_SCHEMA:
        raise UnknownSyntaxError("it writes to SQLite's own schema table")
    return table


def _where(node: exp.Expr) -> str | None:
    where = node.args.get("where")
    return where.this.sql(dialect="sqlite") if where else None


def _insert(node: exp.Insert, action: str) -> InsertRows:
    table = _target(node)
    columns = tuple(c.name for c in node.this.expressions) if isinstance(node.this, exp.Schema) else ()
    source = node.expression
    return InsertRows(
        table=table.name,
        columns=columns,
        replaces=action == "REPLACE",
        schema=table.db,
        partial=leaves_rows_out(source) or action == "IGNORE" or node.args.get("conflict") is not None,
        **selected(source, behind_with=bool(node.args.get("with_"))),
    )


def _require_same_target(tokens: Sequence[Token], at: int, verb: str, changes: Sequence[Change]) -> None:
    """The table that sqlglot names is the one that stands behind the verb."""
    if verb in ("SELECT", "VALUES"):
        if changes:
            raise UnknownSyntaxError("a query that changes rows")
        return
    reader = Reader(tokens)
    reader.position = at + 1
    if verb in ("INSERT", "DELETE"):
        reader.expect("INTO" if verb == "INSERT" else "FROM")
    name = reader.qualified()[1]
    first = changes[0] if changes else None
    if not isinstance(first, InsertRows | UpdateRows | DeleteRows) or first.table != name:
        raise UnknownSyntaxError(f"{verb} changes {name!r} by its words and something else by its tree")
