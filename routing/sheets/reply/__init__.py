"""What a rep writes back: cells of a returned table and lines of a pasted text, by one grammar.

It is described in ``docs/returning.md``.
"""

from routing.sheets.reply.fields import FIELDS, FieldError, field_named
from routing.sheets.reply.reading import Reply, Unusable, read_reply
from routing.sheets.reply.writing import write_result, write_results

__all__ = [
    "FIELDS",
    "FieldError",
    "Reply",
    "Unusable",
    "field_named",
    "read_reply",
    "write_result",
    "write_results",
]
