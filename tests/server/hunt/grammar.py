"""Random migrations: honest shapes, nasty ones, and honest ones with one thing wrong.

A statement says which rows it means to change (`meant`): what a real WHERE names is a warning by design and no loss to hunt.
Every random choice comes from one `Random`, so a seed names a migration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from schemawarden_policy.lexing import Token, TokenKind, lex
from schemawarden_policy.statement import Dialect
from tests.server.hunt.world import BEHIND, COLUMNS, DEFINITIONS, ROWS


@dataclass(frozen=True, slots=True)
class Stmt:
    sql: str
    meant: tuple[tuple[str, str], ...] = ()
    """(table, predicate) of the rows that it changes by its own words."""


@dataclass(frozen=True, slots=True)
class Case:
    files: tuple[tuple[Stmt, ...], ...]
    honest: bool
    """Made of honest shapes only."""
    header: str = ""
    """A file directive, in every file."""

    @property
    def texts(self) -> list[str]:
        return [self.header + "".join(f"{stmt.sql}\n" for stmt in file) for file in self.files]

    @property
    def meant(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for file in self.files:
            for stmt in file:
                for table, where in stmt.meant:
                    found.setdefault(table, []).append(where)
        return found

    def smaller(self) -> Iterator[Case]:
        """The case without one file or one statement."""
        for at in range(len(self.files)):
            if len(self.files) > 1:
                yield Case(self.files[:at] + self.files[at + 1 :], self.honest, self.header)
            for n in range(len(self.files[at])):
                file = self.files[at][:n] + self.files[at][n + 1 :]
                if file:
                    yield Case((*self.files[:at], file, *self.files[at + 1 :]), self.honest, self.header)
        if self.header:
            yield Case(self.files, self.honest)


def q(name: str) -> str:
    return f'"{name}"' if name in ("order", "select", "group") else name


@dataclass(slots=True)
class Maker:
    """Statements of one case. `nasty` is how likely each honest choice is replaced by a wrong one."""

    dice: Random
    nasty: float
    count: int = field(default=0)

    def wrong(self, share: float = 1.0) -> bool:
        return self.dice.random() < self.nasty * share

    def fresh(self, stem: str = "n") -> str:
        self.count += 1
        return f"{stem}{self.count}"

    def table(self) -> str:
        return self.dice.choice(list(DEFINITIONS))

    def step(self) -> list[Stmt]:
        makers: list[tuple[int, Callable[[Maker], list[Stmt]]]] = HONEST
        if self.wrong(0.5):
            makers = NASTY
        weights = [weight for weight, _ in makers]
        return self.dice.choices([maker for _, maker in makers], weights)[0](self)


def make(seed: int) -> Case:
    """The case that the seed names. Every third one is honest throughout."""
    dice = Random(seed)
    honest = seed % 3 == 0
    maker = Maker(dice, 0.0 if honest else dice.choice((0.06, 0.12, 0.3, 0.6)))
    files = []
    for _ in range(dice.choice((1, 1, 1, 2))):
        file = [stmt for _ in range(dice.choice((1, 1, 2, 3))) for stmt in maker.step()]
        if not honest:
            file = [Stmt(_disguised(stmt.sql, maker), stmt.meant) for stmt in file]
        files.append(tuple(_closed(stmt, maker) for stmt in file))
    header = "-- atlas:txmode none\n\n" if maker.wrong(0.3) else ""
    return Case(tuple(files), honest, header)


VIEW = (
    "CREATE VIEW long_posts AS SELECT id, title, body FROM posts",
    "CREATE TRIGGER long_posts_new INSTEAD OF INSERT ON long_posts BEGIN INSERT INTO posts (title) VALUES (NEW.title); END",
)

# --- honest shapes ------------------------------------------------------------------------------------------------


def create(m: Maker) -> list[Stmt]:
    name = m.fresh("made")
    more = m.dice.choice(
        (
            "",
            ", n INTEGER DEFAULT 0x1F",
            ", CHECK (length(a) < 9)",
            ", z TEXT AS (a || '-') STORED",
            ", UNIQUE (a)",
        )
    )
    options = m.dice.choice(("", "", " STRICT", " WITHOUT ROWID"))
    statements = [Stmt(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'x;y'{more}){options}")]
    if m.dice.random() < 0.5:
        statements.append(
            Stmt(f"CREATE INDEX {name}_a ON {name} (a COLLATE NOCASE DESC) WHERE a IS NOT NULL")
        )
    if m.dice.random() < 0.5:
        statements.append(Stmt(f"INSERT INTO {name} (id, a) VALUES (1, 'a''b'), (0x2, 'c')"))
    return statements


def add_column(m: Maker) -> list[Stmt]:
    kind = m.dice.choice(
        (
            "TEXT",
            "INTEGER NOT NULL DEFAULT -1",
            "REAL DEFAULT 1.5e3",
            "BLOB DEFAULT x'00ff'",
            "varchar(20) COLLATE NOCASE",
        )
    )
    return [Stmt(f"ALTER TABLE {q(m.table())} ADD COLUMN {m.fresh('added')} {kind}")]


def index(m: Maker) -> list[Stmt]:
    table = m.table()
    column = q(m.dice.choice(COLUMNS[table]))
    on = m.dice.choice((column, f"lower({column})", f"{column} DESC"))
    return [Stmt(f"CREATE INDEX {m.fresh('ix')} ON {q(table)} ({on})")]


def view(m: Maker) -> list[Stmt]:
    table = m.table()
    column = q(m.dice.choice(COLUMNS[table]))
    name = m.fresh("v")
    body = m.dice.choice(
        (
            f"SELECT {column} FROM {q(table)} WHERE {column} IS NOT NULL",
            f"SELECT {column}, count(*) AS n FROM {q(table)} GROUP BY {column}",
            f"WITH c AS (SELECT {column} AS x FROM {q(table)}) SELECT x FROM c UNION SELECT 1",
            f"SELECT {column}, row_number() OVER (ORDER BY {column}) AS n FROM {q(table)}",
        )
    )
    return [Stmt(f"CREATE VIEW {name} AS {body}")]


def trigger(m: Maker) -> list[Stmt]:
    table = m.dice.choice(("marks", "tags", "places", "users"))
    event = m.dice.choice(("AFTER INSERT", "BEFORE DELETE", "AFTER UPDATE"))
    body = m.dice.choice(
        (
            "INSERT INTO log (msg) VALUES ('x; y')",
            "INSERT INTO log (msg) SELECT CASE WHEN 1 THEN CASE 2 WHEN 2 THEN 'a' END ELSE 'b' END",
            "SELECT RAISE(ABORT, 'no') WHERE 0",
        )
    )
    return [Stmt(f"CREATE TRIGGER {m.fresh('tr')} {event} ON {q(table)} FOR EACH ROW BEGIN {body}; END")]


def seed(m: Maker) -> list[Stmt]:
    number = 1000 + m.dice.randrange(1000)
    return [
        Stmt(
            m.dice.choice(
                (
                    f"INSERT INTO marks (k, v) VALUES ('s{number}', 'v')",
                    f"INSERT INTO users (id, name, email) VALUES ({number}, 'Zed', '{number}@x')",
                    f"INSERT OR IGNORE INTO marks (k, v) VALUES ('a', 'other'), ('s{number}', '1')",
                    f"INSERT INTO places (id, a, b) VALUES ({number}, 'x', 'y') ON CONFLICT (id) DO NOTHING",
                    f"INSERT INTO tags (post_id, tag) SELECT {number}, 'seed'",
                )
            )
        )
    ]


def small_change(m: Maker) -> list[Stmt]:
    table = m.table()
    key = COLUMNS[table][0]
    where = f"{q(key)} = {_literal(m.dice.choice(ROWS[table])[0])}"
    column = q(COLUMNS[table][-1])
    sql = m.dice.choice(
        (f"UPDATE {q(table)} SET {column} = 'u' WHERE {where}", f"DELETE FROM {q(table)} WHERE {where}")
    )
    return [Stmt(sql, ((table, where),))]


def scratch(m: Maker) -> list[Stmt]:
    name = m.fresh("scratch")
    temp = m.dice.choice(("TABLE", "TEMP TABLE"))
    return [
        Stmt(f"CREATE {temp} {name} AS SELECT id, name FROM users WHERE name <> ''"),
        Stmt(f"DELETE FROM {name}"),
        Stmt(f"DROP TABLE {name}"),
    ]


def index_again(m: Maker) -> list[Stmt]:
    return [Stmt("DROP INDEX users_name"), Stmt("CREATE INDEX users_name ON users (name, code)")]


def view_again(m: Maker) -> list[Stmt]:
    return [
        Stmt("DROP TRIGGER long_posts_new"),
        Stmt("DROP VIEW long_posts"),
        *map(Stmt, VIEW),
    ]


# --- the rebuild, honest or with something wrong --------------------------------------------------------------------


def rebuild(m: Maker) -> list[Stmt]:
    shape = m.dice.choices(("copy-first", "copy-twice", "rename-first"), (4, 2, 1 if m.nasty else 0))[0]
    table = m.table()
    aside, old = m.fresh("new_"), q(table)
    columns = dict(DEFINITIONS[table])
    if m.dice.random() < 0.5:
        columns[m.fresh("extra")] = m.dice.choice(("TEXT", "INTEGER DEFAULT 3"))
    names = list(COLUMNS[table])
    prefix = "main." if m.wrong(0.3) else ""

    def define(name: str) -> str:
        return _definition(m, table, name, columns)

    if shape == "copy-first":
        steps = [
            define(aside),
            _copy(m, old, aside, names),
            f"DROP TABLE {prefix}{old}",
            f"ALTER TABLE {aside} RENAME TO {old}",
        ]
    elif shape == "copy-twice":
        plain = ", ".join(f"{q(name)} {DEFINITIONS[table][name].split()[0]}" for name in names)
        temp = m.dice.choice(("TABLE", "TEMP TABLE", "TEMPORARY TABLE"))
        steps = [
            f"CREATE {temp} {aside} ({plain})" if not m.wrong(0.4) else define(aside),
            _copy(m, old, aside, names),
            f"DROP TABLE {prefix}{old}",
            define(old),
            _copy(m, aside, old, names),
            f"DROP TABLE {aside}",
        ]
    else:
        steps = [
            f"ALTER TABLE {old} RENAME TO {aside}",
            define(old),
            _copy(m, aside, old, names),
            f"DROP TABLE {prefix}{aside}",
        ]
    for _ in range(3):
        if m.wrong(0.35):
            steps.insert(m.dice.randrange(len(steps) + 1), _between(m, table, old, aside))
    steps += BEHIND.get(table, ())
    if table == "posts":  # SQLite refuses the rename while a view names a table that is not there
        steps = ["DROP VIEW long_posts", *steps, *VIEW]
    elif table == "log":
        steps = ["DROP TRIGGER posts_logged", *steps, BEHIND["posts"][1]]
    if m.wrong(0.2):
        steps.pop(m.dice.randrange(len(steps)))
    off, on = "PRAGMA foreign_keys = off", "PRAGMA foreign_keys = on"
    if m.wrong(0.3):
        off, on = m.dice.choice(((on, off), (off, off), ("SELECT 1", on), (f"{off};\nEXPLAIN {on}", on)))
    return [Stmt(sql) for sql in (off, *steps, on)]


def _definition(m: Maker, table: str, name: str, columns: dict[str, str]) -> str:
    items = list(columns.items())
    if m.wrong(0.4):
        m.dice.shuffle(items)
    if m.wrong(0.5):
        at = m.dice.randrange(len(items))
        kind = m.dice.choice(
            (
                "BLOB",
                "",
                "TEXT UNIQUE ON CONFLICT IGNORE",
                "TEXT UNIQUE ON CONFLICT REPLACE",
                "TEXT NOT NULL ON CONFLICT IGNORE",
                "TEXT CHECK (1)",
                "TEXT AS ('q')",
            )
        )
        if "UNIQUE" in kind or "AS" in kind or not kind or kind == "BLOB" or "TEXT" in items[at][1]:
            items[at] = (items[at][0], kind)
    if m.wrong(0.2) and len(items) > 2:
        items.pop(m.dice.randrange(len(items)))
    body = ", ".join(f"{q(column)} {kind}".strip() for column, kind in items)
    if table == "tags":
        body += ", PRIMARY KEY (post_id, tag)"
    if m.wrong(0.2):
        body += f", UNIQUE ({q(m.dice.choice(COLUMNS[table]))}) ON CONFLICT {m.dice.choice(('REPLACE', 'IGNORE', 'ABORT'))}"
    tail = " WITHOUT ROWID" if table == "tags" else ""
    if m.wrong(0.3):
        opening = m.dice.choice(
            ("CREATE TEMP TABLE", "CREATE TABLE IF NOT EXISTS", "CREATE TABLE temp.", "CREATE TABLE main.")
        )
        return f"{opening}{'' if opening.endswith('.') else ' '}{name} ({body}){tail}"
    return f"CREATE TABLE {name} ({body}){tail}"


def _copy(m: Maker, source: str, into: str, names: list[str]) -> str:
    targets = [q(name) for name in names]
    outputs = list(targets)
    if m.wrong(0.5):
        at, other = m.dice.randrange(len(names)), m.dice.choice(targets)
        one = outputs[at]
        outputs[at] = m.dice.choice(
            (other, f"CAST({one} AS INTEGER)", f"lower({one})", f"{one} || {other}", "NULL", f"'{names[at]}'", f"substr({one}, 1, 1)",
             f"coalesce({one}, '')", f"ifnull({other}, {one})", f"nullif({one}, {other})", f"max({one})", f"total({one})", f"json_group_array({one})",
             f"(SELECT {one})", f"(SELECT max({one}) FROM {source})", f"{one} AS {other}", f"+{one}", f"{one} COLLATE NOCASE", "count(*) OVER ()", f"CASE WHEN {one} THEN {one} END", f'"{names[at]}x"')
        )  # fmt: skip
    if m.wrong(0.2):
        m.dice.shuffle(outputs)
    if m.wrong(0.2) and len(outputs) > 1:
        at = m.dice.randrange(len(outputs))
        del outputs[at], targets[at]
    if m.wrong(0.15):
        outputs = ["*"]
    picked, inner = ", ".join(outputs), ", ".join(q(name) for name in names)
    origin = source
    if m.wrong(0.5):
        key = q(names[0])
        origin = m.dice.choice(
            (f"{source} WHERE 1", f"{source} WHERE 1 > 2", f"{source} WHERE {key} = {key}", f"{source} WHERE {q(names[-1])} = {q(names[-1])}",
             f"{source} WHERE {q(names[-1])} LIKE '%'", f"{source} LIMIT 1", f"{source} LIMIT -1", f"{source} LIMIT 1 OFFSET 1", f"{source} GROUP BY {q(names[1])}",
             f"{source} JOIN log ON 0", f"{source}, (SELECT 1 WHERE 0)", f"({source} CROSS JOIN (SELECT 1 WHERE 0))", f"{source} UNION SELECT {inner} FROM {source}",
             f"{source} EXCEPT SELECT {inner} FROM {source}", f"(SELECT {inner} FROM {source} LIMIT 1)", f"(SELECT {inner} FROM {source} WHERE 0)", f"(SELECT DISTINCT {inner} FROM {source})",
             f"(SELECT {inner} FROM {source})", f"{source} AS z", f"main.{source}", f"temp.{source}", f"{source} ORDER BY 1", f"{source} NOT INDEXED",
             f"{source} HAVING count(*) > 0", f"{source} WHERE {key} IN (SELECT {key} FROM {source} LIMIT 1)", f"{source} WINDOW w AS (ORDER BY 1)")
        )  # fmt: skip
    verb = (
        m.dice.choice(("INSERT OR IGNORE", "INSERT OR REPLACE", "REPLACE", "INSERT OR ABORT"))
        if m.wrong(0.15)
        else "INSERT"
    )
    distinct = m.dice.choice(("DISTINCT ", "ALL ")) if m.wrong(0.15) else ""
    listed = "" if m.wrong(0.15) else f" ({', '.join(targets)})"
    cte = f"WITH {source} AS (SELECT {inner} FROM main.{source} LIMIT 1) " if m.wrong(0.15) else ""
    after = f" {m.dice.choice(('ON CONFLICT DO NOTHING', 'RETURNING 1'))}" if m.wrong(0.1) else ""
    sql = f"{verb} INTO {into}{listed} {cte}SELECT {distinct}{picked} FROM {origin}{after}"
    return f"{cte}{sql.replace(cte, '', 1)}" if cte and m.dice.random() < 0.5 else sql


def _between(m: Maker, table: str, old: str, aside: str) -> str:
    name, column = m.dice.choice((old, aside)), q(COLUMNS[table][-1])
    inner = ", ".join(f"{q(each)} TEXT" for each in COLUMNS[table])
    return m.dice.choice(
        (
            f"DELETE FROM {name}", f"DELETE FROM {name} WHERE 1", f"UPDATE {name} SET {column} = 'x'", f"DROP TABLE {name}", f"DROP TABLE IF EXISTS {name}",
            f"CREATE TEMP TABLE {name} ({inner})", f"CREATE TEMP TABLE IF NOT EXISTS {name} ({inner})", f"CREATE TABLE IF NOT EXISTS {name} ({inner})", f"CREATE TABLE {name} ({inner})",
            f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} LIMIT 1", f"DROP VIEW IF EXISTS {name}", f"DROP VIEW IF EXISTS temp.{name}",
            f"ALTER TABLE {name} DROP COLUMN {column}", f"ALTER TABLE {name} RENAME COLUMN {column} TO gone",
            f"ALTER TABLE {name} RENAME COLUMN {column} TO gone;\nALTER TABLE {name} ADD COLUMN {column} TEXT",
            f"ALTER TABLE {name} RENAME TO {m.fresh('elsewhere')}",
            f"CREATE TRIGGER {m.fresh('tr')} BEFORE INSERT ON {name} BEGIN SELECT RAISE(IGNORE); END",
            f"CREATE TEMP TRIGGER {m.fresh('tr')} AFTER INSERT ON {name} BEGIN DELETE FROM {name}; END",
            f"CREATE TABLE trap (a);\nCREATE TRIGGER {m.fresh('tr')} AFTER INSERT ON trap BEGIN DELETE FROM {name}; END;\nINSERT INTO trap VALUES (1)",
            f"INSERT INTO {name} ({column}) VALUES ('seed')",
        )
    )  # fmt: skip


# --- nasty shapes ---------------------------------------------------------------------------------------------------


def plain_losses(m: Maker) -> list[Stmt]:
    table = m.table()
    name, column = q(table), q(COLUMNS[table][-1])
    prefix = m.dice.choice(("", "", "main.", '"main".', "[main] . "))
    return [
        Stmt(
            m.dice.choice(
                (
                    f"DROP TABLE {prefix}{name}",
                    f"DROP TABLE IF EXISTS {prefix}{name}",
                    f"ALTER TABLE {prefix}{name} DROP COLUMN {column}",
                    f"ALTER TABLE {prefix}{name} DROP {column}",
                    f"ALTER TABLE {prefix}{name} RENAME TO {m.fresh('aside')}",
                    f"DELETE FROM {prefix}{name}",
                    f"UPDATE {prefix}{name} SET {column} = NULL",
                    f"WITH x AS (SELECT 1) DELETE FROM {prefix}{name}",
                    f"UPDATE {prefix}{name} SET {column} = '' FROM (SELECT 1 AS one) AS o WHERE o.one = 1",
                    "REPLACE INTO marks VALUES ('a', 'z')",
                    "INSERT OR REPLACE INTO users (id, name) VALUES (1, 'x')",
                    "UPDATE OR REPLACE marks SET k = 'a'",
                    f"CREATE TABLE IF NOT EXISTS {name} (x);\nDROP TABLE {name}",
                    "INSERT INTO marks (k, v) SELECT k, '' FROM marks WHERE true ON CONFLICT (k) DO UPDATE SET v = excluded.v",
                )
            )
        )
    ]


def tautology(m: Maker) -> list[Stmt]:
    table = m.table()
    column = q(COLUMNS[table][0])
    where = m.dice.choice(
        ("1", "1 = 1", "0x1", "1e0", "'1'", "NOT 0", "NOT NOT 1", f"{column} = {column}", f"{column} IS {column}", f"{column} IN ({column})", "1 OR 0", "2 > 1", "true", "TRUE IS TRUE",
         f"{column} = 1 OR NOT {column} = 1", "(SELECT 1)", "EXISTS (SELECT 1)", f"{column} LIKE '%'", "CASE WHEN 1 THEN 1 END", "coalesce(NULL, 1)", f"{column} BETWEEN {column} AND {column}")
    )  # fmt: skip
    verb = m.dice.choice(("DELETE FROM {}", "UPDATE {} SET " + q(COLUMNS[table][-1]) + " = 'x'"))
    return [Stmt(f"{verb.format(q(table))} WHERE {where}")]


def temp_games(m: Maker) -> list[Stmt]:
    table = m.table()
    name = q(table)
    column = q(COLUMNS[table][-1])
    inner = ", ".join(q(each) for each in COLUMNS[table])
    losing = m.dice.choice(
        (f"DROP TABLE {{}}{name}", f"DELETE FROM {{}}{name}", f"ALTER TABLE {{}}{name} DROP COLUMN {column}")
    )
    born = m.dice.choice(
        (
            f"CREATE TEMP TABLE {name} ({inner})",
            f"CREATE TABLE temp.{name} ({inner})",
            f"CREATE TEMP TABLE IF NOT EXISTS {name} ({inner})",
        )
    )
    other = m.fresh("other")
    chain = m.dice.choice(
        (
            [born, losing.format(m.dice.choice(("", "main.", "temp."))), losing.format(m.dice.choice(("", "main.")))],
            [born, f"DROP TABLE {name}", losing.format("")],
            [born, f"ALTER TABLE {name} RENAME TO {other}", losing.format("")],
            [f"CREATE TABLE {other} (x)", f"CREATE TEMP TABLE IF NOT EXISTS {other} (x)", f"ALTER TABLE {other} RENAME TO {other}b",
             f"ALTER TABLE {name} RENAME TO {other}b", f"CREATE VIEW {name} AS SELECT 1", f"DROP TABLE main.{other}b"],
            [f"CREATE TEMP VIEW {name} AS SELECT 1 AS x", f"DROP VIEW {name}", losing.format("")],
            [born, f"DROP TABLE temp.{name}", losing.format("main.")],
        )
    )  # fmt: skip
    return [Stmt(sql) for sql in chain]


def trigger_games(m: Maker) -> list[Stmt]:
    name, table = m.fresh("tr"), m.dice.choice(("marks", "places", "log"))
    first, last = COLUMNS[table][0], COLUMNS[table][-1]
    key = _literal(ROWS[table][0][0])
    body = m.dice.choice(
        (
            f"DELETE FROM {table}", f"DELETE FROM {table} WHERE {first} <> NEW.{first}", f"UPDATE {table} SET {last} = 'x'",
            f"REPLACE INTO {table} ({first}, {last}) VALUES ({key}, 'gone')", f"INSERT OR REPLACE INTO {table} ({first}, {last}) VALUES ({key}, 'gone')",
            f"INSERT INTO {table} ({first}, {last}) VALUES ({key}, 'gone') ON CONFLICT DO UPDATE SET {last} = 'gone'", f"UPDATE OR REPLACE {table} SET {first} = {key} WHERE {first} <> {key}",
        )
    )  # fmt: skip
    temp = m.dice.choice(("", "TEMP "))
    added = _literal(4321 if first == "id" else "new")
    new = f"INSERT INTO {table} ({first}, {last}) VALUES ({added}, 'n')"
    change = f"UPDATE {table} SET {last} = 'u' WHERE {first} = {key}"
    meant = ((table, f"{first} = {key}"),)
    trap = m.fresh("trap")
    choice = m.dice.randrange(4)
    if choice == 0:
        return [Stmt(f"CREATE {temp}TRIGGER {name} AFTER INSERT ON {table} BEGIN {body}; END"), Stmt(new)]
    if choice == 1:
        return [
            Stmt(f"CREATE {temp}TRIGGER {name} AFTER UPDATE ON {table} BEGIN {body}; END"),
            Stmt(change, meant),
        ]
    body = body.replace("NEW." + first, "NEW.a")
    if choice == 2:
        return [
            Stmt(f"CREATE VIEW {trap} AS SELECT 1 AS a"),
            Stmt(f"CREATE TRIGGER {name} INSTEAD OF INSERT ON {trap} BEGIN {body}; END"),
            Stmt(f"INSERT INTO {trap} VALUES (1)"),
        ]
    return [
        Stmt(f"CREATE {temp}TABLE {trap} (a)"),
        Stmt(f"CREATE {temp}TRIGGER {name} AFTER INSERT ON {trap} BEGIN {body}; END"),
        Stmt(f"INSERT INTO {trap} VALUES (1)"),
    ]


def rename_games(m: Maker) -> list[Stmt]:
    table = m.table()
    name = q(table)
    a, b = q(COLUMNS[table][-2]), q(COLUMNS[table][-1])
    old = f"{COLUMNS[table][-1]}_old"
    other = m.fresh("kept")
    chain = m.dice.choice(
        (
            [f"ALTER TABLE {name} RENAME COLUMN {b} TO {old}", f"ALTER TABLE {name} ADD COLUMN {b} TEXT"],
            [f"ALTER TABLE {name} RENAME COLUMN {b} TO {old}", f"ALTER TABLE {name} ADD COLUMN {b} TEXT", f"ALTER TABLE {name} DROP COLUMN {old}"],
            [f"ALTER TABLE {name} RENAME {a} TO tmp", f"ALTER TABLE {name} RENAME {b} TO {a}", f"ALTER TABLE {name} RENAME tmp TO {b}"],
            [f"ALTER TABLE {name} RENAME TO {other}", f"CREATE VIEW {name} AS SELECT * FROM {other}"],
            [f"ALTER TABLE {name} RENAME TO {other}", f"CREATE VIEW {name} AS SELECT 1", f"DROP TABLE {other}"],
            [f"ALTER TABLE {name} RENAME TO {other}", f"ALTER TABLE {other} RENAME TO {name}"],
            [f"CREATE TABLE {other} (x)", f"ALTER TABLE {other} RENAME TO {other}b", f"DROP TABLE {name}", f"ALTER TABLE {other}b RENAME TO {name}"],
            ["ALTER TABLE places DROP COLUMN up", "ALTER TABLE places RENAME COLUMN c TO up", "ALTER TABLE places ADD COLUMN c TEXT", "ALTER TABLE places DROP COLUMN up"],
        )
    )  # fmt: skip
    return [Stmt(sql) for sql in chain]


def rebuild_after(m: Maker) -> list[Stmt]:
    """A rebuild of what is not any more what the target's schema says."""
    before = m.dice.choice((rename_games, temp_games, add_column, create))(m)
    return [*before, *rebuild(m)]


HONEST: list[tuple[int, Callable[[Maker], list[Stmt]]]] = [
    (3, create), (4, add_column), (3, index), (2, view), (2, trigger), (3, seed), (2, small_change), (2, scratch), (1, index_again), (1, view_again), (8, rebuild),
]  # fmt: skip
NASTY: list[tuple[int, Callable[[Maker], list[Stmt]]]] = [
    (2, plain_losses), (2, tautology), (4, temp_games), (4, trigger_games), (4, rename_games), (4, rebuild_after), (3, rebuild),
]  # fmt: skip


# --- spelling -------------------------------------------------------------------------------------------------------


def _literal(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def _closed(stmt: Stmt, m: Maker) -> Stmt:
    end = m.dice.choice((" ;", "; -- end", ";;", "; ")) if m.wrong(0.1) else ";"
    return Stmt(stmt.sql + end, stmt.meant)


def _disguised(sql: str, m: Maker) -> str:
    """Other case, other quotes, comments and odd white space in the gaps."""
    if not m.wrong(0.4):
        return sql
    return "".join(_token(token, m) for token in lex(sql, Dialect.SQLITE))


def _token(token: Token, m: Maker) -> str:
    roll = m.dice.random()
    if token.kind is TokenKind.SPACE:
        if "\n" in token.text or roll < 0.7:
            return token.text
        return m.dice.choice(("\n", "\t", "  ", "/**/", " /* ; */ ", " --;\n", "/* ' */"))
    if token.kind is TokenKind.WORD and token.text.lower() in _NAMES and roll < 0.3:
        return m.dice.choice(('"{}"', "`{}`", "[{}]")).format(token.text)
    if token.kind is TokenKind.WORD and roll < 0.5:
        return m.dice.choice((token.text.upper(), token.text.lower(), token.text.title()))
    return token.text


_NAMES = {name for table, columns in COLUMNS.items() for name in (table, *columns)}
