"""Scanned sheets: pictures of filled-in forms read in a process of their own.

What lives here finds codes, lays pages straight and looks at boxes; it knows no table and no rule,
and never guesses: what is unsure is said to be unsure.
"""
