"""The window, in Qt: shows what services give and asks them to do things.

Lives here: widgets, models, threads, looks. Never here: SQL, files, rules of the work.
"""
