"""The rules of the work in plain Python: no database, no files but rule data, no window."""
