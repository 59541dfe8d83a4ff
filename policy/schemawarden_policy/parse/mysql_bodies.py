"""Bodies of routines, triggers and events: what they write, and whether they build SQL when they run.

Each statement of a body is read as it would be by itself. One that can't be read makes the body dynamic: what it does is not
known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from schemawarden_policy.change import Change, RunRoutine, Truncate
from schemawarden_policy.lexing import Token
from schemawarden_policy.parse.mysql_reader import MySqlReader
from schemawarden_policy.parse.reader import UnknownSyntaxError

_OPENERS = ("BEGIN", "IF", "CASE", "LOOP", "REPEAT", "WHILE", "FOR")
_HARMLESS = (
    "DECLARE OPEN FETCH CLOSE LEAVE ITERATE SIGNAL RESIGNAL GET RETURN SET SELECT DO COMMIT ROLLBACK START SAVEPOINT RELEASE SHOW "
    "VALUES"
).split()
"""They change no table. Their expressions may call what they like: it runs later."""
_DYNAMIC = ("PREPARE", "EXECUTE", "DEALLOCATE")
_MOST_NESTED = 50


@dataclass(slots=True)
class Body:
    """What a body does."""

    writes: dict[str, None] = field(default_factory=dict)
    """Tables, "schema.table" where it says so."""
    runs: str = ""
    """The first routine that it calls."""
    dynamic: bool = False
    changes: list[Change] = field(default_factory=list)
    """What its statements do, as far as they could be read."""


def read_body(tokens: Sequence[Token], changes_of: Callable[[Sequence[Token]], tuple[Change, ...]]) -> Body:
    """What the statements do; `changes_of` reads one of them.

    Raises:
        UnknownSyntaxError: the words that open and close blocks do not fit.
    """
    walk = _Walk(MySqlReader(tokens), changes_of)
    walk.statement(0)
    walk.reader.take(";")
    walk.reader.end()
    return walk.body


class _Walk:
    def __init__(
        self, reader: MySqlReader, changes_of: Callable[[Sequence[Token]], tuple[Change, ...]]
    ) -> None:
        self.reader = reader
        self.changes_of = changes_of
        self.body = Body()

    def statement(self, depth: int) -> None:
        """One statement without the semicolon after it."""
        if depth > _MOST_NESTED:
            raise UnknownSyntaxError(f"blocks nested deeper than {_MOST_NESTED}")
        reader = self.reader
        if reader.peek_text(1) == ":":
            reader.name()
            reader.expect(":")
        opener = reader.take_any(*_OPENERS)
        if not opener:
            self._simple(self._until(";"))
            return
        getattr(self, f"_{opener.lower()}")(depth + 1)
        reader.expect("END")
        if opener != "BEGIN":
            reader.expect(opener)
        if not reader.done and reader.peek_text() != ";":
            reader.name()  # the block's label

    def _block(self, depth: int, *ends: str) -> str:
        """Statements, each with its semicolon, up to one of the words, which stays."""
        while self.reader.peek_word() not in ends:
            self.statement(depth)
            self.reader.expect(";")
        return self.reader.peek_word()

    def _begin(self, depth: int) -> None:
        self.reader.take("NOT", "ATOMIC")
        while self.reader.peek_word() != "END":
            if self.reader.take("DECLARE"):
                self._declare(depth)
            else:
                self.statement(depth)
            self.reader.expect(";")

    def _declare(self, depth: int) -> None:
        """A handler has a statement of its own."""
        reader = self.reader
        if reader.peek_word(1) != "HANDLER":
            self._until(";")
            return
        reader.expect_any("CONTINUE", "EXIT", "UNDO")
        reader.expect("HANDLER", "FOR")
        self._condition()
        while reader.take(","):
            self._condition()
        self.statement(depth)

    def _condition(self) -> None:
        """`SQLSTATE [VALUE] 'x'`, `NOT FOUND`, a number, or a name."""
        if self.reader.take("SQLSTATE"):
            self.reader.take("VALUE")
            self.reader.string()
        elif not self.reader.take("NOT", "FOUND"):
            self.reader.next()

    def _if(self, depth: int) -> None:
        self._until("THEN", taken=True)
        while (word := self._block(depth, "ELSEIF", "ELSE", "END")) != "END":
            self.reader.next()
            if word == "ELSEIF":
                self._until("THEN", taken=True)

    def _case(self, depth: int) -> None:
        self._until("WHEN", taken=True)
        self._until("THEN", taken=True)
        while (word := self._block(depth, "WHEN", "ELSE", "END")) != "END":
            self.reader.next()
            if word == "WHEN":
                self._until("THEN", taken=True)

    def _loop(self, depth: int) -> None:
        self._block(depth, "END")

    def _repeat(self, depth: int) -> None:
        self._block(depth, "UNTIL")
        self._until("END")

    def _while(self, depth: int) -> None:
        self._until("DO", taken=True)
        self._block(depth, "END")

    def _for(self, depth: int) -> None:
        self._while(depth)

    def _until(self, word: str, taken: bool = False) -> tuple[Token, ...]:
        """The tokens before a word or sign that stands in no parentheses and in no CASE."""
        reader, start, depth = self.reader, self.reader.position, 0
        while not reader.done:
            token = reader.peek()
            assert token is not None
            if (depth == 0 and word in (token.word, token.text)) or token.text == ";":
                break
            depth += (token.text == "(") - (token.text == ")")
            depth += (token.word == "CASE") - (token.word == "END" and depth > 0)
            reader.next()
        found = tuple(reader.tokens[start : reader.position])
        if taken:
            reader.expect(word)
        return found

    def _simple(self, tokens: Sequence[Token]) -> None:
        if not tokens:
            raise UnknownSyntaxError("a body without a statement")
        first = tokens[0].word
        if first in _DYNAMIC:
            self.body.dynamic = True
        if first == "SET":
            self.body.changes.extend(self._set(tokens))
        if first in _HARMLESS or first in _DYNAMIC:
            return
        if first == "CALL":
            reader = MySqlReader(tokens[1:])
            self.body.runs = self.body.runs or reader.full_name()
            return
        try:
            changes = self.changes_of(tokens)
        except UnknownSyntaxError:
            self.body.dynamic = True
            return
        self.body.changes.extend(changes)
        self.body.writes.update(dict.fromkeys(name for change in changes for name in written(change)))

    def _set(self, tokens: Sequence[Token]) -> tuple[Change, ...]:
        """A setting of the server's; of a variable of the body nothing is told."""
        try:
            return self.changes_of(tokens)
        except UnknownSyntaxError:
            return ()


def written(change: Change) -> Iterator[str]:
    """The tables that a change of a body changes."""
    if isinstance(change, Truncate):
        yield from change.tables
    elif not isinstance(change, RunRoutine) and (table := getattr(change, "table", "")):
        yield ".".join(filter(None, (getattr(change, "schema", ""), table)))
