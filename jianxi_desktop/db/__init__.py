"""The only code that speaks SQL: records, store, lists, search, writing, migrations.

Values go in and come out as plain tuples and dicts; no file format and no window is known here.
"""
