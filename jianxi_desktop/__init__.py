"""Desktop program that keeps a community's party-building records, offline and encrypted."""

__version__ = "0.1.0"
