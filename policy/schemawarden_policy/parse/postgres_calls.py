"""Which functions a statement calls: the ones that reach outside, and the ones whose code it does not show.

The whole tree is searched: a call hides as well in a default, a CHECK, a view, a policy or a trigger's WHEN as in a
SELECT. Names decide, whatever schema they carry: `pg_catalog.pg_read_file`, `"pg_read_file"` and `x.pg_read_file` are one.
Trusted are the functions that PostgreSQL 18 has in pg_catalog (`postgres_functions.txt`), but for the volatile ones that
are not known to be harmless. A function of the database under a trusted name is not told apart: the server prefers its
own, unless the types of the arguments fit the other one better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from postgast import pg_query_pb2 as pb

from schemawarden_policy.change import AlterObject, CallFunction, Change, RoleChange, RunRoutine
from schemawarden_policy.parse.postgres_control import setting
from schemawarden_policy.parse.postgres_names import joined, qualified, strings
from schemawarden_policy.parse.postgres_tree import concrete

REACHES_OUT = re.compile(
    "|".join(
        (
            r"pg_read_.*|pg_ls_.*|pg_stat_file|pg_file_.*|pg_logdir_ls|pg_current_logfile|pg_hba_file_rules",
            r"pg_ident_file_mappings|pg_show_all_file_settings|pg_config|lo_import|lo_export|dblink.*",
            r"pg_execute_server_program|pg_reload_conf|pg_rotate_logfile.*|pg_terminate_backend|pg_cancel_backend",
            r"pg_promote|pg_switch_.*|pg_create_.*|pg_drop_replication_slot|pg_copy_.*|pg_replication_.*",
            r"pg_logical_.*|pg_wal_replay_.*|pg_xlog.*|pg_backup_.*|pg_start_backup|pg_stop_backup|pg_sync_.*",
            r"pg_log_.*|pg_import_system_collations|pg_export_snapshot|binary_upgrade_.*|pg_nextoid",
            r"(?:query|cursor|table|schema|database)_to_xml.*|ts_stat|ts_rewrite|xpath_table|xslt_process",
            r"crosstab.*|connectby|postgres_fdw_.*|http_.*|http|net_http.*|pg_background.*",
        )
    )
)
"""The host's files and processes, other servers and sessions, replication, and functions that run SQL handed to them as
text."""
_LOCKS = re.compile(r"pg_(?:try_)?advisory_.*")
"""In a body they are ordinary; run by a migration they can give the runner's own lock away."""
_HARMLESS = frozenset(
    "clock_timestamp timeofday gen_random_uuid uuidv4 uuidv7 random random_normal setseed array_sample array_shuffle "
    "nextval currval lastval current_query pg_sleep pg_sleep_for pg_sleep_until pg_is_in_recovery pg_relation_size "
    "pg_table_size pg_indexes_size pg_total_relation_size pg_database_size pg_tablespace_size pg_partition_tree "
    "pg_partition_ancestors pg_sequence_last_value pg_get_sequence_data txid_status pg_xact_status bernoulli system "
    "suppress_redundant_updates_trigger tsvector_update_trigger tsvector_update_trigger_column lo_get "
    "pg_lock_status pg_blocking_pids pg_collation_actual_version".split()
)
"""Volatile functions of the server that change nothing but a sequence or themselves."""
_OPERATORS = frozenset(
    "!! !~ !~* !~~ !~~* # ## #- #> #>> % & && &< &<| &> * *< *<= *<> *= *> *>= + - -> ->> -|- / < <-> << <<= <<| <= <> "
    "<@ <^ = > >= >> >>= >^ ? ?# ?& ?- ?-| ?| ?|| @ @-@ @> @? @@ @@@ ^ ^@ | |&> |/ |>> || ||/ ~ ~* ~<=~ ~<~ ~= ~>=~ "
    "~>~ ~~ ~~* !=".split()
)
"""Of pg_operator in PostgreSQL 18."""
_OWN_SCHEMAS = ("", "pg_catalog")


@cache
def volatilities() -> dict[str, str]:
    """The server's own functions: name -> "v", "s" or "i"."""
    lines = files("schemawarden_policy.parse").joinpath("postgres_functions.txt").read_text().splitlines()
    return dict(line.split(" ", 1) for line in lines if not line.startswith("#"))


def reaching(nodes: Iterable[Any]) -> Iterator[Change]:
    """Calls that matter wherever they stand, even in what runs later."""
    seen: set[Change] = set()
    for node in nodes:
        if isinstance(node, pb.FuncCall):
            change = _reach(node)
            if change is not None and change not in seen:
                seen.add(change)
                yield change


def _reach(call: pb.FuncCall) -> Change | None:
    name = qualified(call.funcname)[1].lower()
    if name == "set_config":
        return _set_role(call)
    return CallFunction(name) if REACHES_OUT.fullmatch(name) else None


def _set_role(call: pb.FuncCall) -> Change | None:
    """set_config decides who acts, or may do so: by name, or by a name that is put together when it runs."""
    name, value, local = _setting(call)
    if not name:
        return CallFunction("set_config")
    change = setting(name, value, local)
    return change if isinstance(change, RoleChange) else None


def _set_config(call: pb.FuncCall) -> Change:
    """set_config('name', 'value', local) is SET; with anything but constants it can be any SET."""
    name, value, local = _setting(call)
    return setting(name, value, local) if name and value is not None else CallFunction("set_config")


def _setting(call: pb.FuncCall) -> tuple[str, str | None, bool]:
    values = [*map(_literal, call.args), None, None, None]
    return values[0] or "", values[1], values[2] == "true"


def _literal(node: Any) -> str | None:
    held = concrete(node)
    while isinstance(held, pb.TypeCast):
        held = concrete(held.arg)
    if not isinstance(held, pb.A_Const) or held.isnull:
        return None
    if held.HasField("boolval"):
        return "true" if held.boolval.boolval else "false"
    return str(held.sval.sval) if held.HasField("sval") else None


def running(nodes: Iterable[Any]) -> Iterator[Change]:
    """Code that runs now and that the statement does not show: functions and operators that are not the server's own."""
    seen: set[Change] = set()
    for node in nodes:
        change = _run(node)
        if change is not None and change not in seen:
            seen.add(change)
            yield change


def _run(node: Any) -> Change | None:
    if isinstance(node, pb.FuncCall):
        return _call(node)
    if isinstance(node, pb.A_Expr | pb.SubLink):
        parts = strings(node.name if isinstance(node, pb.A_Expr) else node.oper_name)
        own = not parts or (parts[-1] in _OPERATORS and (len(parts) == 1 or parts[-2] == "pg_catalog"))
        own = own or (isinstance(node, pb.A_Expr) and node.kind in _WORDS)
        return (
            None
            if own
            else RunRoutine(f"operator {'.'.join(parts)}", "not one of the server's own operators")
        )
    return None


_WORDS = (pb.AEXPR_BETWEEN, pb.AEXPR_NOT_BETWEEN, pb.AEXPR_BETWEEN_SYM, pb.AEXPR_NOT_BETWEEN_SYM)
"""They carry their words where an operator stands."""


def _call(call: pb.FuncCall) -> Change | None:
    schema, name = qualified(call.funcname)
    if name.lower() == "set_config":
        return _set_config(call)
    if REACHES_OUT.fullmatch(name.lower()):
        return None
    if _LOCKS.fullmatch(name):
        return CallFunction(name)
    if name == "setval" and schema in _OWN_SCHEMAS:
        sequence = _literal(call.args[0]) if call.args else None
        return AlterObject("sequence", sequence or "", "SETVAL")
    volatility = volatilities().get(name) if schema in _OWN_SCHEMAS else None
    if volatility is None:
        return RunRoutine(joined(schema, name), "not one of the server's own functions")
    if volatility == "v" and name not in _HARMLESS:
        return RunRoutine(name, "one of the server's functions that change more than rows")
    return None
