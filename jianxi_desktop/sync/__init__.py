"""USB packages, the keys they are signed and locked with, and the rule that joins two offices.

Everything here works on values: tables, queries and screens never appear. A package is written
from rows somebody hands in and read back into the same rows, after every check has passed.
"""
