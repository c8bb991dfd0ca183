"""Excel in and out: rosters that people bring, tables and returns that they hand in.

Lives here: workbooks, captions, cells. Knows fields; never a table, a record or a window.
"""
