"""The pages made by hand.

Lives here: one module a page, and the blocks the pages are built from; ``every`` lists them all and
is imported by nothing that a page is built from. Never here: what a page does to records or files;
that is a service.
"""
