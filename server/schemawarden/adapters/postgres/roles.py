"""Which roles a database speaks of: those that own something, have rights or stand in policies there, and whoever looks."""

from __future__ import annotations

from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.dev.wanted import RoleWanted, Wanted
from schemawarden.adapters.postgres.identity import Identity

_ROLES = """
    WITH RECURSIVE named AS (
        SELECT refobjid AS oid FROM pg_shdepend
        WHERE refclassid = 'pg_authid'::regclass AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        UNION SELECT datdba FROM pg_database WHERE datname = current_database()
        UNION SELECT oid FROM pg_roles WHERE rolname = session_user OR oid = 10
    ), known AS (
        SELECT oid FROM named UNION SELECT m.roleid FROM pg_auth_members m JOIN known k ON m.member = k.oid
    )
    SELECT r.rolname::text AS name, ARRAY(
        SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
        WHERE m.member = r.oid ORDER BY 1) AS member_of
    FROM pg_roles r JOIN known k ON k.oid = r.oid WHERE r.rolname !~ '^pg_' ORDER BY 1"""
"""Role 10 is the cluster's first superuser; what it owns is recorded nowhere."""


async def read_roles(connection: Connection, identity: Identity) -> Wanted:
    rows = await connection.fetch(_ROLES)
    roles = tuple(RoleWanted(row["name"], tuple(row["member_of"])) for row in rows)
    return Wanted(identity.major, identity.role, roles, identity.superuser, identity.system)
