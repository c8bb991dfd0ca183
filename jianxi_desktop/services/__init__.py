"""What a person can do, one function each: the window, the command line and the tests call these.

No Qt, no widgets, no printing to a terminal; a service that writes names the ledgers it touched.
"""
