"""Extensions of PostgreSQL, by what they may reach. A name on neither list is not known."""

from __future__ import annotations

HARMLESS = frozenset(
    "bloom btree_gin btree_gist citext cube dict_int dict_xsyn earthdistance fuzzystrmatch hstore intarray isn lo ltree "
    "pg_trgm pgcrypto plpgsql seg tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp vector "
    "postgis postgis_raster postgis_topology postgis_sfcgal postgis_tiger_geocoder address_standardizer "
    "address_standardizer_data_us pgrouting pg_stat_statements pgstattuple".split()
)
"""Types, functions and index methods that work on this database's own rows."""

REACHING = frozenset(
    "adminpack dblink file_fdw postgres_fdw mysql_fdw oracle_fdw tds_fdw mongo_fdw redis_fdw sqlite_fdw multicorn log_fdw "
    "http pg_net pg_cron pg_background pg_surgery pg_walinspect pageinspect plperlu plpythonu plpython2u plpython3u pltclu "
    "plsh pljava pljavau plr sepgsql aws_s3 aws_lambda azure_storage pglogical".split()
)
"""They read files, reach other servers, run code outside of this one, or change raw pages."""
