"""Which functions a statement calls: the servers' own, the ones that reach out, and those of the user's, whose code is unseen.

Names are told by token, since sqlglot takes other servers' functions for known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sqlglot import exp

from schemawarden_policy.change import AlterObject, CallFunction, Change, OutsideServer, RunRoutine
from schemawarden_policy.lexing import Token, TokenKind, fold

_REACHES_OUT = re.compile(
    r"load_file|sys_(?:exec|eval|get|set)|lib_mysqludf_.*|http_.*|group_replication_.*|asynchronous_.*"
)
_LOCKS = ("release_lock", "release_all_locks")
"""They can give the runner's own lock away."""
_OWN = frozenset(
    # aggregates and windows
    "avg bit_and bit_or bit_xor count cume_dist dense_rank first_value group_concat lag last_value lead max median min nth_value "
    "ntile percent_rank percentile_cont percentile_disc rank row_number std stddev stddev_pop stddev_samp sum var_pop var_samp "
    "variance any_value grouping approx_count_distinct "
    # dates
    "adddate addtime add_months convert_tz curdate current_date current_time current_timestamp curtime date date_add date_format "
    "date_sub datediff day dayname dayofmonth dayofweek dayofyear extract from_days from_unixtime get_format hour last_day "
    "localtime localtimestamp makedate maketime microsecond minute month monthname now period_add period_diff quarter sec_to_time "
    "second str_to_date subdate subtime sysdate time time_format time_to_sec timediff timestamp timestampadd timestampdiff to_char "
    "to_days to_seconds unix_timestamp utc_date utc_time utc_timestamp week weekday weekofyear year yearweek "
    # texts
    "ascii bin bit_length char char_length character_length chr collation coercibility concat concat_ws elt export_set field "
    "find_in_set format from_base64 hex insert instr lcase left length lengthb locate lower lpad ltrim make_set match mid "
    "natural_sort_key oct octet_length ord position quote repeat replace reverse right rpad rtrim sformat soundex space strcmp "
    "substr substring substring_index to_base64 trim ucase unhex upper weight_string charset "
    # numbers
    "abs acos asin atan atan2 bit_count ceil ceiling conv cos cot crc32 crc32c degrees exp floor greatest least ln log log10 log2 "
    "mod pi pow power radians rand round sign sin sqrt tan truncate "
    # choices, casts, the rest
    "coalesce if ifnull interval isnull nullif nvl nvl2 cast convert binary decode default row values value exists in any all some "
    "benchmark connection_id current_role current_user database extractvalue found_rows get_lock is_free_lock is_used_lock "
    "last_insert_id lastval name_const nextval row_count schema schemas session_user sleep system_user updatexml user uuid "
    "uuid_short sys_guid version icu_version roles_graphml current_catalog "
    "aes_decrypt aes_encrypt compress decode des_decrypt des_encrypt encode encrypt kdf md5 old_password password random_bytes "
    "sha sha1 sha2 statement_digest statement_digest_text uncompress uncompressed_length validate_password_strength "
    "column_add column_check column_create column_delete column_exists column_get column_json column_list "
    "geometrycollection geomcollection linestring multilinestring multipoint multipolygon point polygon glength envelope "
    "vec_distance vec_distance_euclidean vec_distance_cosine vec_fromtext vec_totext string_to_vector vector_to_string "
    "vector_dim distance wsrep_last_seen_gtid wsrep_last_written_gtid wsrep_sync_wait_upto_gtid binlog_gtid_pos master_gtid_wait "
    "master_pos_wait source_pos_wait wait_for_executed_gtid_set format_bytes format_pico_time can_access_table "
    "decode_histogram "
    # JSON, regular expressions, networks, identifiers
    "json_array json_array_append json_array_insert json_array_intersect json_arrayagg json_compact json_contains json_contains_path "
    "json_depth json_detailed json_equals json_exists json_extract json_insert json_key_value json_keys json_length json_loose "
    "json_merge json_merge_patch json_merge_preserve json_normalize json_object json_object_filter_keys json_object_to_array "
    "json_objectagg json_overlaps json_pretty json_query json_quote json_remove json_replace json_schema_valid "
    "json_schema_validation_report json_search json_set json_storage_free json_storage_size json_table json_type json_unquote "
    "json_valid json_value regexp_instr regexp_like regexp_replace regexp_substr inet6_aton inet6_ntoa inet_aton inet_ntoa is_ipv4 "
    "is_ipv4_compat is_ipv4_mapped is_ipv6 is_uuid bin_to_uuid uuid_to_bin uuid_v4 uuid_v7 gtid_subset gtid_subtract "
    "ps_current_thread_id ps_thread_id "
    # geometries
    "mbrcontains mbrcoveredby mbrcovers mbrdisjoint mbrequal mbrequals mbrintersects mbroverlaps mbrtouches mbrwithin st_area "
    "st_asbinary st_asgeojson st_astext st_aswkb st_aswkt st_boundary st_buffer st_buffer_strategy st_centroid st_collect st_contains "
    "st_convexhull st_crosses st_difference st_dimension st_disjoint st_distance st_distance_sphere st_endpoint st_envelope "
    "st_equals st_exteriorring st_frechetdistance st_geohash st_geomcollfromtext st_geomcollfromtxt st_geomcollfromwkb "
    "st_geometrycollectionfromtext st_geometrycollectionfromwkb st_geometryfromtext st_geometryfromwkb st_geometryn "
    "st_geometrytype st_geomfromgeojson st_geomfromtext st_geomfromwkb st_hausdorffdistance st_interiorringn st_intersection "
    "st_intersects st_isclosed st_isempty st_isring st_issimple st_isvalid st_latfromgeohash st_latitude st_length "
    "st_linefromtext st_linefromwkb st_lineinterpolatepoint st_lineinterpolatepoints st_linestringfromtext "
    "st_linestringfromwkb st_longfromgeohash st_longitude st_makeenvelope st_mlinefromtext st_mlinefromwkb st_mpointfromtext "
    "st_mpointfromwkb st_mpolyfromtext st_mpolyfromwkb st_multilinestringfromtext st_multilinestringfromwkb "
    "st_multipointfromtext st_multipointfromwkb st_multipolygonfromtext st_multipolygonfromwkb st_numgeometries "
    "st_numinteriorring st_numinteriorrings st_numpoints st_overlaps st_pointatdistance st_pointfromgeohash st_pointfromtext "
    "st_pointfromwkb st_pointn st_pointonsurface st_polyfromtext st_polyfromwkb st_polygonfromtext st_polygonfromwkb st_relate "
    "st_simplify st_srid st_startpoint st_swapxy st_symdifference st_touches st_transform st_union st_validate st_within st_x st_y "
    "astext asbinary geomfromtext pointfromtext".split()
)
_SYNTAX = frozenset(
    "against all and any as between by case char character check collate columns dec decimal distinct div double else except "
    "exists fixed float from having in index insert intersect interval into is join key lateral like limit match mod nchar not "
    "numeric of offset on or order over partition real regexp return returning rlike row select separator some table then time "
    "datetime timestamp union using value values varbinary varchar when where window with within xor ignore date year int "
    "integer bigint smallint tinyint mediumint bit blob text enum set straight_join cross inner left right natural".split()
)
"""Words that stand before a parenthesis as parts of the grammar, or as types with a length."""
_SYNTAX_ALONE = _SYNTAX - _OWN


def is_own(name: str) -> bool:
    """The server has a function of that name."""
    return fold(name) in _OWN


def named(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """(schema, name) of all that may be a call: a name before a parenthesis that is no word of the grammar."""
    for at, (token, following) in enumerate(pairwise(tokens)):
        if following.text != "(" or token.kind not in (TokenKind.WORD, TokenKind.QUOTED):
            continue
        qualified = at > 1 and tokens[at - 1].text == "."
        if not qualified and token.kind is TokenKind.WORD and fold(token.text) in _SYNTAX_ALONE:
            continue
        yield (tokens[at - 2].name if qualified else ""), token.name


def foreign(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Those among them that are not the server's own."""
    return [(schema, name) for schema, name in named(tokens) if schema or not is_own(name)]


def running(tokens: Sequence[Token], tree: exp.Expr) -> tuple[Change, ...]:
    """Code that the tokens' expressions run and that is not the server's own. The tree tells lists of columns from arguments."""
    found: dict[Change, None] = {}
    for schema, name in named(tokens):
        if fold(name) in _LOCKS and not schema:
            found[CallFunction(fold(name))] = None
        elif fold(name) == "setval" and not schema:
            found[AlterObject("sequence", "", "SETVAL")] = None
        elif schema or not (
            is_own(name) or _REACHES_OUT.fullmatch(fold(name)) or fold(name) in _with_columns(tree)
        ):
            full = f"{schema}.{name}" if schema else name
            found[RunRoutine(full, "not one of the server's own functions")] = None
    return tuple(found)


def _with_columns(tree: exp.Expr) -> set[str]:
    """Lower-case names behind which the tree has a list of columns: `WITH c (n) AS ...`."""
    return {fold(alias.name) for alias in tree.find_all(exp.TableAlias) if alias.columns}


def reaching(tokens: Sequence[Token]) -> tuple[Change, ...]:
    """What leaves the database, wherever it stands: functions that read files or run programs, INTO OUTFILE."""
    found: dict[Change, None] = {}
    for _, name in named(tokens):
        if _REACHES_OUT.fullmatch(fold(name)):
            found[CallFunction(fold(name))] = None
    for token, following in pairwise(tokens):
        if token.word == "INTO" and following.word in ("OUTFILE", "DUMPFILE"):
            found[OutsideServer(f"SELECT INTO {following.word}")] = None
    return tuple(found)
