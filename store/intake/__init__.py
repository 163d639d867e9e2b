"""Tables in: CSV, XLSX, XLS and HTML that calls itself .xls, in whatever encoding and map datum they come."""

from store.intake.beats import take_beats
from store.intake.columns import OUTLET_COLUMNS, Vocabulary
from store.intake.depots import take_depots
from store.intake.findings import Finding, IntakeError, describe, describe_remark
from store.intake.gathering import Intake
from store.intake.grids import Mark, Remark, Row
from store.intake.orders import take_orders, take_sales
from store.intake.outlets import take_outlets
from store.intake.plain import take_reps
from store.intake.products import take_products
from store.intake.questions import NO_ANSWERS, Answers
from store.intake.rejects import write_rejects
from store.intake.standards import take_standards
from store.intake.tables import Table, read_table
from store.intake.vehicles import take_vehicles
from store.intake.vocabularies import (
    BEAT_COLUMNS,
    DEPOT_COLUMNS,
    ORDER_COLUMNS,
    PRODUCT_COLUMNS,
    REP_COLUMNS,
    STANDARD_COLUMNS,
    TRIP_COLUMNS,
    VEHICLE_COLUMNS,
)

__all__ = [
    "BEAT_COLUMNS",
    "DEPOT_COLUMNS",
    "NO_ANSWERS",
    "ORDER_COLUMNS",
    "OUTLET_COLUMNS",
    "PRODUCT_COLUMNS",
    "REP_COLUMNS",
    "STANDARD_COLUMNS",
    "TRIP_COLUMNS",
    "VEHICLE_COLUMNS",
    "Answers",
    "Finding",
    "Intake",
    "IntakeError",
    "Mark",
    "Remark",
    "Row",
    "Table",
    "Vocabulary",
    "describe",
    "describe_remark",
    "read_table",
    "take_beats",
    "take_depots",
    "take_orders",
    "take_outlets",
    "take_products",
    "take_reps",
    "take_sales",
    "take_standards",
    "take_vehicles",
    "write_rejects",
]
