"""Follows one statement of MySQL or MariaDB to the semicolon that ends it.

Only the body of a routine, trigger or event has semicolons of its own. Within it the words BEGIN, IF, CASE, LOOP, REPEAT, WHILE
and FOR open something where a statement may begin, and END closes the last one opened; a CASE anywhere else is an
expression, which END closes as well. So it does behind the condition of UNTIL.
"""

from __future__ import annotations

from schemawarden_policy.token import Token, TokenKind

_OPENERS = ("BEGIN", "IF", "CASE", "LOOP", "REPEAT", "WHILE", "FOR")
_KINDS = ("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE")
_OTHER_KINDS = (
    "TABLE",
    "VIEW",
    "INDEX",
    "DATABASE",
    "SCHEMA",
    "USER",
    "ROLE",
    "SEQUENCE",
    "SERVER",
    "TABLESPACE",
)
_VERBS = frozenset(
    "RETURN SELECT WITH INSERT UPDATE DELETE REPLACE SET CALL DO TRUNCATE CREATE DROP ALTER SIGNAL RESIGNAL PREPARE EXECUTE "
    "COMMIT ROLLBACK START SAVEPOINT LOCK UNLOCK SHOW ANALYZE OPTIMIZE FLUSH KILL GRANT REVOKE LOAD VALUES".split()
)
"""Statements that may be a whole body, besides the openers."""
_EXPRESSION = "an expression's CASE"


class End:
    """One step a token."""

    def __init__(self) -> None:
        self.parentheses = 0
        self.kind = ""
        """Of what is created, if it may have a body."""
        self.state = "first"
        """first, head, header, body, plain"""
        self.open: list[str] = []
        self.at_start = False
        """A statement of the body may begin here."""
        self.handler = False
        self.words: list[str] = []
        """The words before, the last one last; "" for what is no word."""

    def count(self, token: Token) -> None:
        self.parentheses = max(0, self.parentheses + (token.text == "(") - (token.text == ")"))

    def after(self, token: Token) -> bool:
        """The statement ends with this token."""
        self.count(token)
        if token.text == ";" and not self.parentheses and not self.open:
            return True
        if self.state != "plain":
            getattr(self, f"_{self.state}")(token)
            self.words.append(token.word)
        return False

    @property
    def unfinished(self) -> str:
        """Why the file may not end here; empty when it may."""
        return f"{self.open[-1]} has no END of its own" if self.open else ""

    def _first(self, token: Token) -> None:
        if token.word in ("CREATE", "ALTER"):
            self.state = "head"
        elif token.word == "BEGIN" or (token.kind is TokenKind.WORD and token.word not in _OPENERS):
            self.state = "second"
        else:
            self.state = "plain"
        if token.word in _OPENERS and token.word != "BEGIN":
            self.state, self.at_start = "body", True
            self._body(token)

    def _second(self, token: Token) -> None:
        """MariaDB's compound statements stand by themselves, too: `BEGIN NOT ATOMIC`, `label: LOOP`."""
        if self.words[0] == "BEGIN" and token.word == "NOT":
            self.state, self.open = "body", ["BEGIN NOT ATOMIC"]
        elif token.text == ":":
            self.state, self.at_start = "body", True
        else:
            self.state = "plain"

    def _head(self, token: Token) -> None:
        """Between CREATE and what is created: OR REPLACE, DEFINER = account, AGGREGATE and the like."""
        if self.words[-2:-1] == ["DEFINER"]:
            return
        if token.word in _KINDS and (self.words[0] == "CREATE" or token.word == "EVENT"):
            self.kind, self.state = token.word, "header"
            if token.word == "PACKAGE":
                self.open = ["PACKAGE"]
        elif token.word in _OTHER_KINDS:
            self.state = "plain"

    def _header(self, token: Token) -> None:
        if self.kind == "TRIGGER":
            self._trigger_header(token)
        elif self.kind == "EVENT":
            if token.word == "DO" and len(self.words) > 2 and self.words[-1] != "EXISTS":
                self.state, self.at_start = "body", True
        elif not self.parentheses and ("(" in self.words or token.text == ")"):
            self._routine_header(token)
        if token.text == "(":
            self.words.append("(")

    def _trigger_header(self, token: Token) -> None:
        """Up to FOR EACH ROW [FOLLOWS | PRECEDES other]."""
        behind_row = self.words[-3:] == ["FOR", "EACH", "ROW"] and token.word not in ("FOLLOWS", "PRECEDES")
        if behind_row or self.words[-2] in ("FOLLOWS", "PRECEDES"):
            self._start_body(token)

    def _routine_header(self, token: Token) -> None:
        """Past the parameters: characteristics, until a statement begins. SET is also a type and part of CHARACTER SET."""
        last = self.words[-1]
        if token.word in _OPENERS or (token.text == ":" and last):
            self._start_body(token)
        elif token.word in _VERBS and not (token.word == "SET" and last in ("CHARACTER", "RETURNS", "CHAR")):
            self.state = "plain"

    def _start_body(self, token: Token) -> None:
        self.state, self.at_start = "body", True
        self._body(token)

    def _body(self, token: Token) -> None:
        word = token.word
        if token.text == ";":
            self.at_start, self.handler = True, False
            while self.open and self.open[-1] == _EXPRESSION:
                self.open.pop()  # the server refuses it; what stands behind it is no part of it
        elif token.text == ":":
            self.at_start = True
        elif self.at_start or (self.handler and word in _OPENERS and self.words[-1] != "HANDLER"):
            self._statement(word)
        elif word == "CASE" and self.words[-1] != "END":
            self.open.append(_EXPRESSION)
        elif word == "END" and self.open and self.open[-1] in (_EXPRESSION, "REPEAT"):
            self.open.pop()
        elif word in ("THEN", "DO") and self.open and self.open[-1] != _EXPRESSION:
            self.at_start = word == "THEN" or self.open[-1] in ("WHILE", "FOR")
        elif word == "HANDLER":
            self.handler = True
        elif word == "ATOMIC" and self.words[-2:] == ["BEGIN", "NOT"]:
            self.at_start = True

    def _statement(self, word: str) -> None:
        """The first word of a statement of the body."""
        self.handler = False
        if word in _OPENERS:
            self.open.append(word)
        elif word == "END" and self.open:
            self.open.pop()
        self.at_start = word in ("BEGIN", "LOOP", "REPEAT", "ELSE")
