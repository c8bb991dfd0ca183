"""Paper: forms and tables as PDF, and their pages as pictures for the preview.

Knows text, sizes and fonts. Never knows a database, a ledger or a window: callers hand over
frozen dataclasses of finished text. The way of a page is

    fonts -> lettering (which glyph) -> wrapping (which line) -> document (which place) -> pdf
"""
