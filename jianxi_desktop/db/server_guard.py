"""Triggers of the server that refuse what goes round the journal, whoever wrote the statement.

They answer as ``guard`` does on a file, by the setting ``jianxi.writing`` of the transaction, once
a statement and not once a row. They hold against a slip in our code and against a stray tool;
against somebody who may log in with rights to write and means harm, the grants of ``server_roles``
and the sealed chain stand.
"""

from sqlalchemy import Connection

from jianxi_desktop.db.guard import ledger_tables

_LOG = {"sync_change": "log", "sync_touch": "touch", "sync_head": "head"}

_FUNCTION = """
CREATE OR REPLACE FUNCTION jianxi_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  door text := coalesce(current_setting('jianxi.writing', true), 'shut');
  kind text := TG_ARGV[0];
  owner boolean := (SELECT pg_get_userbyid(relowner) = current_user
    FROM pg_class WHERE oid = TG_RELID);
BEGIN
  IF door = 'open' AND owner AND TG_OP <> 'TRUNCATE'
    OR door = 'journal' AND kind = 'ledger' AND TG_OP IN ('INSERT', 'UPDATE')
    OR door = 'journal' AND kind IN ('log', 'touch') AND TG_OP = 'INSERT'
    OR door = 'journal' AND kind = 'head' AND TG_OP <> 'TRUNCATE'
    OR door = 'erase' AND kind = 'log' AND TG_OP = 'UPDATE'
  THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'JX001',
    MESSAGE = format('%s of %s goes round the journal', TG_OP, TG_TABLE_NAME);
END $$
"""


def put_up(connection: Connection) -> None:
    """Put the triggers on every ledger and on the journal; the same again changes nothing."""
    connection.exec_driver_sql(_FUNCTION)
    kinds = dict.fromkeys(sorted(ledger_tables()), "ledger") | _LOG
    for table, kind in kinds.items():
        connection.exec_driver_sql(
            f"CREATE OR REPLACE TRIGGER jianxi_guard "
            f"BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION jianxi_guard('{kind}')"
        )
