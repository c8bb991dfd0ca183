"""Who may log in to the server, and what each group of them may do there.

A database has three groups, named after it: ``…_administrator``, ``…_editor``, ``…_viewer``. Each
account is a role of its own that logs in with SCRAM and belongs to one of them. Roles are made and
changed by functions that run as the database's owner, so that no seat needs the right to make
roles. A subtree that an account is limited to is the services' business, not the server's.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, inspect

from jianxi_desktop.db import server_guard
from jianxi_desktop.db.guard import ledger_tables
from jianxi_desktop.db.server_functions import FOR_WRITERS, FUNCTIONS
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import EnvironmentFailure, InputError

_PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")  # what needs no quotes and fits a role
_WRITERS = (Role.EDITOR, Role.ADMINISTRATOR)
_OLDEST = 150_000  # before 15 everybody may make tables in ``public``

# What writers may do with tables that are neither ledgers nor search indexes; all may look.
_WRITES = {
    "sync_change": "INSERT",
    "sync_touch": "INSERT",
    "sync_head": "INSERT, UPDATE, DELETE",
    "sync_replica": "INSERT, UPDATE",
    "sync_package": "INSERT, UPDATE",
    "office": "UPDATE",
    "account": "",
    "alembic_version": "",
}
_OWN = "(SELECT id FROM public.account WHERE name = current_user)"
_AUDIT = "(SELECT number FROM public.sync_replica WHERE scope LIKE 'audit/%%')"
_HIDDEN = "('office_keys', 'retired_office_keys')"
# Table -> policies: name, command, group or all, condition. Whoever only looks still notes that it
# did, in the chain of the audit and nowhere else; nobody reads another one's unfinished forms; the
# office's secret keys are for those who may pack.
_POLICIES: dict[str, tuple[tuple[str, str, Role | None, str], ...]] = {
    "sync_change": (
        ("all_look", "SELECT", None, "USING (true)"),
        ("viewers_note", "INSERT", Role.VIEWER, f"WITH CHECK (replica IN {_AUDIT})"),
        ("editors_write", "INSERT", Role.EDITOR, "WITH CHECK (true)"),
        ("administrators_write", "ALL", Role.ADMINISTRATOR, "USING (true)"),
    ),
    "sync_replica": (
        ("all_look", "SELECT", None, "USING (true)"),
        ("viewers_note", "UPDATE", Role.VIEWER, "USING (scope LIKE 'audit/%%')"),
        ("editors_write", "ALL", Role.EDITOR, "USING (true)"),
        ("administrators_write", "ALL", Role.ADMINISTRATOR, "USING (true)"),
    ),
    "setting": (
        ("viewers_look", "SELECT", Role.VIEWER, f"USING (key NOT IN {_HIDDEN})"),
        ("editors_write", "ALL", Role.EDITOR, "USING (true)"),
        ("administrators_write", "ALL", Role.ADMINISTRATOR, "USING (true)"),
    ),
    "draft": (("own", "ALL", None, f"USING (account = {_OWN})"),),
    "entry_draft": (("own", "ALL", None, f"USING (account = {_OWN})"),),
    "list_view": (("own", "ALL", None, f"USING (account = {_OWN})"),),
}


@contextmanager
def secured(connection: Connection) -> Iterator[None]:
    """Make or change the schema within; then triggers and grants hold for all there is.

    Raises:
        EnvironmentFailure: Whoever is logged in may not do so.
    """
    _require_owner(connection)
    # A policy may look at a table that the step within makes anew.
    for name, table in connection.exec_driver_sql(
        "SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'"
    ).all():
        connection.exec_driver_sql(f"DROP POLICY {name} ON {table}")
    yield
    server_guard.put_up(connection)
    _grant(connection, groups_of(connection) or _make_groups(connection))


def _require_owner(connection: Connection) -> None:
    found = connection.exec_driver_sql(
        "SELECT current_setting('server_version_num')::int, d.datdba = r.oid, "
        "r.rolcreaterole OR r.rolsuper FROM pg_database d, pg_roles r "
        "WHERE d.datname = current_database() AND r.rolname = current_user"
    ).one()
    if found[0] < _OLDEST:
        raise EnvironmentFailure(
            f"PostgreSQL {found[0]} is older than {_OLDEST}",
            user_message="服务器的 PostgreSQL 版本过旧，需要 15 或更新，请联系服务器管理员。",
            code="old_server",
        )
    if not (found[1] and found[2]):
        raise EnvironmentFailure(
            "not the owner, or may not make roles",
            user_message=(
                "建立或升级服务器上的数据库，要用它的所有者登录，所有者要有 CREATEROLE 权限。"
                "请联系服务器管理员。"
            ),
            code="owner_needed",
        )


def _make_groups(connection: Connection) -> dict[Role, str]:
    """Make the three groups of a new database and shut everybody else out."""
    database = str(connection.exec_driver_sql("SELECT current_database()").scalar())
    groups = {role: f"{database}_{role}" for role in Role}
    if not all(_PLAIN_NAME.fullmatch(name) for name in groups.values()):
        raise InputError(
            "database name not plain",
            user_message="数据库名称只能用小写英文字母、数字和下划线，最多 40 个，请另建一个。",
            code="bad_database_name",
        )
    for role, name in groups.items():
        _refuse_used_group(connection, name)
        for statement in (
            f"DROP ROLE IF EXISTS {name}",
            f"CREATE ROLE {name} NOLOGIN",
            f"COMMENT ON ROLE {name} IS 'jianxi: {role} of {database}'",
            f"GRANT CONNECT ON DATABASE {database} TO {name}",
            f"GRANT USAGE ON SCHEMA public TO {name}",
        ):
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    connection.exec_driver_sql("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    return groups


def _refuse_used_group(connection: Connection, name: str) -> None:
    members = connection.exec_driver_sql(
        "SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid "
        "JOIN pg_roles u ON u.oid = m.member "
        "WHERE r.rolname = %s AND u.rolname <> current_user LIMIT 1",
        (name,),
    ).first()
    if members is not None:
        raise EnvironmentFailure(
            "groups of that name have members",
            user_message="服务器上已有同名的用户组，里面还有用户。请服务器管理员先清理，或换个名称。",
            code="groups_exist",
        )


def groups_of(connection: Connection) -> dict[Role, str]:
    """Name the groups that this database was founded with; it may have been copied since."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT r.rolname FROM pg_class c, aclexplode(c.relacl) a "
        "JOIN pg_roles r ON r.oid = a.grantee "
        "WHERE c.oid = 'public.office'::regclass AND a.privilege_type = 'SELECT' "
        "AND a.grantee <> c.relowner"
    )
    names = [str(row[0]) for row in rows]
    return {role: name for role in Role for name in names if name.endswith(f"_{role}")}


def _grant(connection: Connection, groups: dict[Role, str]) -> None:
    """Give the groups their rights on every table there is; the same again changes nothing."""
    quote = connection.dialect.identifier_preparer.quote
    everybody = ", ".join(groups.values())
    writers, viewers = ", ".join(groups[role] for role in _WRITERS), groups[Role.VIEWER]
    tables = sorted(inspect(connection).get_table_names())
    statements = [f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {everybody}"]
    statements += [f"GRANT SELECT ON {quote(table)} TO {everybody}" for table in tables]
    statements += [
        f"GRANT {rights} ON {quote(table)} TO {writers}"
        for table in tables
        if (rights := _rights_of(table))
    ]
    statements += [
        f"GRANT INSERT, UPDATE ON account TO {groups[Role.ADMINISTRATOR]}",
        f"GRANT UPDATE ON sync_change TO {groups[Role.ADMINISTRATOR]}",
        f"GRANT INSERT ON sync_change TO {viewers}",
        f"GRANT UPDATE (seq, hlc, hash) ON sync_replica TO {viewers}",
        f"GRANT INSERT, DELETE ON draft TO {viewers}",
        f"GRANT INSERT, UPDATE, DELETE ON list_view TO {viewers}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {everybody}",
        *_policies(groups),
        *_functions(groups),
    ]
    for statement in statements:
        connection.exec_driver_sql(statement)


def _rights_of(table: str) -> str:
    if table in ledger_tables() or table.endswith("_search"):
        return "INSERT, UPDATE"
    return _WRITES.get(table, "INSERT, UPDATE, DELETE")


def _policies(groups: dict[Role, str]) -> Iterable[str]:
    for table, policies in _POLICIES.items():
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        for name, command, role, condition in policies:
            group = ", ".join(groups.values()) if role is None else groups[role]
            yield f"CREATE POLICY {name} ON {table} FOR {command} TO {group} {condition}"


def _functions(groups: dict[Role, str]) -> Iterable[str]:
    named = {f"<{role}>": group for role, group in groups.items()}
    administrators, writers = (Role.ADMINISTRATOR,), _WRITERS
    for functions, roles in ((FUNCTIONS, administrators), (FOR_WRITERS, writers)):
        for signature, body in functions.items():
            text = re.sub("|".join(named), lambda found: named[found[0]], body)
            yield (
                f"CREATE OR REPLACE FUNCTION {signature} RETURNS void LANGUAGE plpgsql "
                f"SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $jianxi${text}$jianxi$"
            )
            yield f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC"
            yield f"GRANT EXECUTE ON FUNCTION {signature} TO {', '.join(groups[r] for r in roles)}"
