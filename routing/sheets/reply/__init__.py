"""What a rep writes back: cells of a returned table and lines of a pasted text, by one grammar.

It is described in ``docs/returning.md``.
"""

from routing.sheets.reply.block import Piece, Told, Unusable
from routing.sheets.reply.fields import FIELDS, FieldError, field_named
from routing.sheets.reply.headings import Heading, Section, sections_of
from routing.sheets.reply.reading import Reply, read_lines, read_reply
from routing.sheets.reply.writing import write_result, write_results

__all__ = [
    "FIELDS",
    "FieldError",
    "Heading",
    "Piece",
    "Reply",
    "Section",
    "Told",
    "Unusable",
    "field_named",
    "read_lines",
    "read_reply",
    "sections_of",
    "write_result",
    "write_results",
]
