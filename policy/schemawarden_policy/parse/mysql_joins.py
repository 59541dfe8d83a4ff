"""What an UPDATE or DELETE reads: the tables behind it, how they are joined, and which of them its predicate spares.

The conditions of inner joins leave rows out just as WHERE does, so they count as one predicate with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from schemawarden_policy.lexing import Token, TokenKind, fold
from schemawarden_policy.parse.mysql_query import parsed
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.predicate import bounds, calls, conjuncts, limited
from schemawarden_policy.parse.reader import UnknownSyntaxError
from schemawarden_policy.parse.span import within_limit
from schemawarden_policy.parse.tautology import always_true

_PARTS = {"expressions", "from_", "joins", "where", "order", "limit", "kind", "operation_modifiers"}

_MOST_TABLES = 61
"""The servers join no more."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of the rows of one table that a statement changes."""

    where: str | None
    always_true: bool
    bounds: tuple[str, ...]
    calls: tuple[str, ...]


class Source:
    """`table references [WHERE ...] [ORDER BY ...] [LIMIT n]`, read."""

    def __init__(self, references: Sequence[Token], tail: Sequence[Token]) -> None:
        tree = parsed((*_HEAD, *references, *tail))
        if not isinstance(tree, exp.Select) or {part for part, said in tree.args.items() if said} - _PARTS:
            raise UnknownSyntaxError("the tables and the predicate can't be told apart")
        self.tree = tree
        self.tables = _tables(tree)
        if len(self.tables) > _MOST_TABLES:
            raise UnknownSyntaxError(f"more than {_MOST_TABLES} tables in a join")
        self._same_as(references)

    def _same_as(self, references: Sequence[Token]) -> None:
        """The first table is the one that stands first."""
        if references[0].text == "(":
            return
        schema, name = MySqlReader(references).qualified()
        first = self.tree.args["from_"].this
        if not isinstance(first, exp.Table) or (first.db, first.name) != (schema, name):
            raise UnknownSyntaxError(f"{name!r} by its words and something else by its tree")

    def find(self, schema: str, name: str) -> exp.Table:
        """The table of that name or alias.

        Raises:
            UnknownSyntaxError: there is none among them.
        """
        for table in self.tables:
            if not schema and fold(table.alias_or_name) == fold(name):
                return table
            if schema and (fold(table.db), fold(table.name)) == (fold(schema), fold(name)):
                return table
        if found := [t for t in self.tables if not schema and fold(t.name) == fold(name)]:
            return found[0]
        raise UnknownSyntaxError(f"{name!r} is none of the tables that are read")

    def judge(self, table: exp.Table) -> Judged:
        inner, outer, limited = self._conditions(table)
        where = self.tree.args.get("where")
        conditions = [*inner, where.this] if where else inner
        whole = exp.and_(*conditions) if conditions else None
        statement = exp.Delete(this=table.copy(), where=exp.Where(this=whole) if whole else None)
        if self.tree.args.get("limit"):
            statement.set("limit", self.tree.args["limit"].copy())
        found = bounds(statement, alone=len(self.tables) == 1)
        return Judged(
            whole.sql(dialect="mysql") if whole else None,
            always_true(statement, outer),
            tuple(dict.fromkeys((*found, *limited))),
            calls(statement),
        )

    def _conditions(self, table: exp.Table) -> tuple[list[exp.Expr], list[exp.Expr], tuple[str, ...]]:
        """Of inner and outer joins, and the table's columns that an inner join ties to a query that has a LIMIT."""
        inner: list[exp.Expr] = []
        outer: list[exp.Expr] = []
        tied: list[str] = []
        left = self.tree.args["from_"].this
        for join in self.tree.args.get("joins") or ():
            found = _condition(join, left)
            (outer if join.side or join.method == "NATURAL" else inner).extend(found)
            few = {fold(s.alias_or_name) for s in (join.this, left) if _limited(s)}
            if not join.side and few:
                tied += [name for condition in found for name in _tied(condition, table, few)]
        return inner, outer, within_limit(tied)


def _tied(condition: exp.Expr, table: exp.Table, few: set[str]) -> Iterator[str]:
    """The columns of the table that must equal one of the queries'."""
    for part in conjuncts(condition):
        if isinstance(part, exp.EQ):
            for own, other in ((part.left, part.right), (part.right, part.left)):
                is_own = isinstance(own, exp.Column) and fold(own.table) == fold(table.alias_or_name)
                if is_own and isinstance(other, exp.Column) and fold(other.table) in few:
                    yield own.name


def _condition(join: exp.Join, left: exp.Expr) -> list[exp.Expr]:
    """ON, or what USING and NATURAL say in its stead."""
    on = join.args.get("on")
    if on is not None:
        return [on]
    using = [column.name for column in join.args.get("using") or ()]
    if join.method == "NATURAL" and not using:
        using = ["*"]
    names = (left.alias_or_name, join.this.alias_or_name)
    return [
        exp.EQ(this=exp.column(column, names[0]), expression=exp.column(column, names[1])) for column in using
    ]


def _limited(source: exp.Expr) -> bool:
    return isinstance(source, exp.Subquery) and limited(source.unnest())


def _tables(tree: exp.Select) -> list[exp.Table]:
    """The tables themselves, not those within queries."""
    clauses = [tree.args.get("from_"), *(tree.args.get("joins") or ())]
    return [
        table
        for clause in clauses
        if clause is not None
        for table in clause.this.find_all(exp.Table)
        if table.name and table.find_ancestor(exp.Select) is tree
    ]


_HEAD = (
    Token(TokenKind.WORD, "SELECT", -1),
    Token(TokenKind.NUMBER, "1", -1),
    Token(TokenKind.WORD, "FROM", -1),
)
