"""How names are written in messages and suggestions."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = frozenset(
    "add all alter and as between by case check collate column commit constraint create cross default delete distinct "
    "drop else end escape except exists foreign from full group having if in index inner insert intersect into is "
    "isnull join left limit natural not notnull null on or order outer primary references returning right select set "
    "table then to transaction union unique update using values when where with analyse analyze any array asc asymmetric "
    "both cast current_date current_role current_time current_timestamp current_user deferrable desc do false fetch for "
    "grant initially lateral leading localtime localtimestamp offset only placing session_user some symmetric trailing true "
    "user variadic window".split()
)

_RESERVED_MYSQL = frozenset(
    "accessible before bigint binary blob both call cascade change char character condition continue convert cube current_date "
    "cume_dist cursor database databases day_hour day_microsecond day_minute day_second dec decimal declare delayed dense_rank "
    "describe deterministic distinctrow div double dual each elseif empty enclosed escaped exit explain first_value float float4 "
    "float8 force fulltext function generated get grant groups high_priority hour_microsecond hour_minute hour_second ignore "
    "infile inout insensitive int int1 int2 int3 int4 int8 integer interval intersect io_after_gtids io_before_gtids iterate "
    "json_table key keys kill lag last_value lead leave lines linear load lock long longblob longtext loop low_priority "
    "manual master_bind maxvalue mediumblob mediumint mediumtext middleint minute_microsecond minute_second mod modifies "
    "no_write_to_binlog nth_value ntile numeric of optimize optimizer_costs option optionally out outfile over parallel partition "
    "percent_rank precision procedure purge qualify range rank read read_write reads real recursive regexp release rename repeat "
    "replace require resignal restrict return returning revoke rlike row row_number rows schema schemas second_microsecond sensitive "
    "separator show signal smallint spatial specific sql sql_big_result sql_calc_found_rows sql_small_result sqlexception sqlstate "
    "sqlwarning ssl starting stored straight_join system tablesample terminated tinyblob tinyint tinytext trigger undo unlock "
    "unsigned usage use utc_date utc_time utc_timestamp varbinary varchar varcharacter varying virtual while write xor "
    "year_month zerofill asensitive like match grouping master_ssl_verify_server_cert delete_domain_id do_domain_ids except ignore_domain_ids master_heartbeat_period offset page_checksum "
    "parse_vcol_expr portion ref_system_id slow stats_auto_recalc stats_persistent stats_sample_pages vector localtime "
    "localtimestamp loop desc sequence".split()
)
"""Of MySQL 8.4 and MariaDB 11, as far as they are no words of the list above."""


def ident(name: str) -> str:
    """The name as SQL, quoted when it must be."""
    if _PLAIN.fullmatch(name) and name.lower() not in _RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def ident_folded(name: str) -> str:
    """The name as SQL for a server that folds bare names to lower case: one with capitals needs quotes, too."""
    return ident(name) if name == name.lower() else '"' + name.replace('"', '""') + '"'


def ident_ticked(name: str) -> str:
    """The name as SQL for MySQL and MariaDB, which quote with backticks."""
    if _PLAIN.fullmatch(name) and name.lower() not in _RESERVED and name.lower() not in _RESERVED_MYSQL:
        return name
    return "`" + name.replace("`", "``") + "`"
