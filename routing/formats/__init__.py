"""Public routing formats, read into problems. Which one a file is, is seen from its content."""

from routing.formats.instance import FormatError, Instance
from routing.formats.reading import read

__all__ = ["FormatError", "Instance", "read"]
