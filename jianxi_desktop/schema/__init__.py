"""The words a ledger is declared in: fields, code tables, ledgers, papers.

Lives here: what a value is and how a ledger is put together. Never here: SQL, Qt, file formats.
"""
