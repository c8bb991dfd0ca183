"""Functions of the server, run as the database's owner, that make and change its login roles.

They touch no role but members of this database's groups, and take passwords only as the verifier
that SCRAM keeps. ``<administrator>``, ``<editor>``, ``<viewer>`` stand for the groups' names.
"""

_GROUP = """
  kind_group text := CASE kind WHEN 'administrator' THEN '<administrator>'
    WHEN 'editor' THEN '<editor>' WHEN 'viewer' THEN '<viewer>' END;
"""
_OURS = """
  IF seat = current_user OR NOT EXISTS (
    SELECT 1 FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
    JOIN pg_roles u ON u.oid = m.member WHERE u.rolname = seat
    AND g.rolname IN ('<administrator>', '<editor>', '<viewer>')
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'JX002', MESSAGE = 'not a seat of this database';
  END IF;
"""
_VERIFIER = """
  IF verifier NOT LIKE 'SCRAM-SHA-256$%%' THEN
    RAISE EXCEPTION USING ERRCODE = 'JX003', MESSAGE = 'not a SCRAM verifier';
  END IF;
"""

# Signature -> body; for whoever writes records.
FOR_WRITERS = {
    # The server looks at what was copied in only after a minute, and plans badly until then.
    "jianxi_analyze(ledger text)": """
BEGIN
  EXECUTE format('ANALYZE public.%%I', ledger);
END""",
}

# Signature -> body; for administrators.
FUNCTIONS = {
    "jianxi_add_seat(seat text, verifier text, kind text)": f"""
DECLARE {_GROUP}
BEGIN
  {_VERIFIER}
  IF kind_group IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'JX002', MESSAGE = 'no such group';
  END IF;
  EXECUTE format('CREATE ROLE %%I LOGIN PASSWORD %%L', seat, verifier);
  EXECUTE format('GRANT %%I TO %%I', kind_group, seat);
  EXECUTE format('GRANT %%I TO %%I', seat, current_user);
END""",
    "jianxi_move_seat(seat text, kind text)": f"""
DECLARE {_GROUP}
BEGIN
  {_OURS}
  EXECUTE format('REVOKE %%I, %%I, %%I FROM %%I',
    '<administrator>', '<editor>', '<viewer>', seat);
  EXECUTE format('GRANT %%I TO %%I', kind_group, seat);
END""",
    "jianxi_rename_seat(seat text, wanted text)": f"""
BEGIN
  {_OURS}
  EXECUTE format('ALTER ROLE %%I RENAME TO %%I', seat, wanted);
END""",
    "jianxi_set_verifier(seat text, verifier text)": f"""
BEGIN
  {_OURS}
  {_VERIFIER}
  EXECUTE format('ALTER ROLE %%I PASSWORD %%L', seat, verifier);
END""",
    "jianxi_open_seat(seat text)": f"""
BEGIN
  {_OURS}
  EXECUTE format('ALTER ROLE %%I LOGIN', seat);
END""",
    "jianxi_shut_seat(seat text)": f"""
BEGIN
  {_OURS}
  EXECUTE format('ALTER ROLE %%I NOLOGIN', seat);
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE usename = seat AND datname = current_database();
END""",
}
