"""Ways to spoil a text: tokens swapped and lost, odd characters put in, cut off, joined with another one, read in another encoding."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

ODD = (
    *(
        "\0",
        "\ufeff",
        "\r",
        "\v",
        "\f",
        "\x1b",
        "\x7f",
        "\x85",
        "\u00a0",
        "\u200b",
        "\u202e",
        "\u2028",
        "\u3000",
        "\uff1b",
    ),
    *(
        "\ud800",
        "\udfff",
        "\U0001f600",
        "\u0301",
        "\u0435",
        "'",
        '"',
        "`",
        "\\",
        "$$",
        "$a$",
        "[",
        "]",
        "(",
        ")",
        ";",
        "--",
    ),
    *(
        "#",
        "/*",
        "*/",
        "/*!",
        "/*M!",
        "/*+",
        "/*!50000",
        "\\'",
        "''",
        "E'",
        "U&'",
        'U&"',
        "x'",
        "@",
        "@@",
        ":=",
        "{",
        "}",
    ),
    *(
        "\nDELIMITER //\n",
        "//",
        "\n-- atlas:nolint\n",
        "\n-- atlas:txmode none\n",
        "\\g",
        "\\! id\n",
        "BEGIN",
        "END",
        "CASE",
    ),
    *("BEGIN ATOMIC", "WITH", "AS (", "VALUES", "UNION", "NULL", "0x", "1e", "1_", "--\t", "\n", "\t"),
)
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
Mutation = Callable[[str, random.Random, Sequence[str]], str]


def _insert(text: str, rng: random.Random, _: Sequence[str]) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(ODD) + text[at:]


def _cut(text: str, rng: random.Random, _: Sequence[str]) -> str:
    return text[: rng.randint(0, len(text))]


def _lose(text: str, rng: random.Random, _: Sequence[str]) -> str:
    tokens = _TOKEN.findall(text)
    if tokens:
        at = rng.randrange(len(tokens))
        del tokens[at : at + rng.randint(1, 3)]
    return "".join(tokens)


def _swap(text: str, rng: random.Random, _: Sequence[str]) -> str:
    tokens = _TOKEN.findall(text)
    if tokens:
        one, other = rng.randrange(len(tokens)), rng.randrange(len(tokens))
        tokens[one], tokens[other] = tokens[other], tokens[one]
    return "".join(tokens)


def _borrow(text: str, rng: random.Random, others: Sequence[str]) -> str:
    """A few tokens of another text in the place of one."""
    tokens, lent = _TOKEN.findall(text), _TOKEN.findall(rng.choice(others))
    if tokens and lent:
        start = rng.randrange(len(lent))
        tokens[rng.randrange(len(tokens))] = "".join(lent[start : start + rng.randint(1, 6)])
    return "".join(tokens)


def _join(text: str, rng: random.Random, others: Sequence[str]) -> str:
    other = rng.choice(others)
    return text[: rng.randint(0, len(text))] + other[rng.randint(0, len(other)) :]


def _repeat(text: str, rng: random.Random, _: Sequence[str]) -> str:
    at = rng.randint(0, len(text))
    end = min(len(text), at + rng.randint(1, 20))
    return text[:at] + text[at:end] * rng.choice((2, 10, 300)) + text[end:]


def _misread(text: str, rng: random.Random, _: Sequence[str]) -> str:
    data = text.encode("utf-8", "surrogatepass")
    return data.decode(rng.choice(("latin-1", "cp1252", "utf-16-le", "shift-jis")), "replace")


def _case(text: str, rng: random.Random, _: Sequence[str]) -> str:
    return "".join(letter.swapcase() if rng.random() < 0.3 else letter for letter in text)


_ALL: tuple[Mutation, ...] = (
    _insert,
    _insert,
    _cut,
    _lose,
    _swap,
    _borrow,
    _borrow,
    _join,
    _repeat,
    _misread,
    _case,
)


def spoil(text: str, rng: random.Random, others: Sequence[str]) -> str:
    """One to four of these, one after the other."""
    for _ in range(rng.randint(1, 4)):
        text = rng.choice(_ALL)(text, rng, others)
    return text
