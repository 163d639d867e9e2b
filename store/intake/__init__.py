"""Tables in: CSV, XLSX, XLS and HTML that calls itself .xls, in whatever encoding and map datum they come."""

from store.intake.columns import Vocabulary
from store.intake.findings import Finding, IntakeError, describe
from store.intake.outlets import Intake, take_outlets
from store.intake.rejects import write_rejects
from store.intake.tables import Table, read_table

__all__ = [
    "Finding",
    "Intake",
    "IntakeError",
    "Table",
    "Vocabulary",
    "describe",
    "read_table",
    "take_outlets",
    "write_rejects",
]
