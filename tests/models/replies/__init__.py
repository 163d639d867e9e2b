"""A second model of docs/returning.md, slow and plain, written from its words alone: replies and returned tables.

`plan` is the small day that is told of, `words` are the document's lists of words, `contents` reads what stands in a
blank, `cutting` cuts a line into its blanks, `stops` finds the stop that a line begins, `reading` puts a text together.
"""
