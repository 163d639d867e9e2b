"""What of each record can be set in the app, in which order, under which headings."""

from __future__ import annotations

from pydantic import BaseModel

from store.records import (
    Agreement,
    Arrangement,
    Beat,
    Bulletin,
    Deal,
    DealLine,
    Depot,
    DisplayFee,
    ExceptionGrant,
    HandOver,
    Issue,
    Negotiation,
    Outlet,
    PriceRule,
    Product,
    Rep,
    Restriction,
    Settings,
    Signal,
    Vehicle,
    VolumeTarget,
)

MODELS: dict[str, type[BaseModel]] = {
    "outlets": Outlet,
    "reps": Rep,
    "vehicles": Vehicle,
    "depots": Depot,
    "products": Product,
    "beats": Beat,
    "restrictions": Restriction,
    "arrangements": Arrangement,
    "settings": Settings,
    "agreements": Agreement,
    "exceptions": ExceptionGrant,
    "bulletins": Bulletin,
    "deals": Deal,
    "issues": Issue,
    "signals": Signal,
    "handovers": HandOver,
}
"""Kinds of records with a form."""

LAYOUT: dict[str, dict[str, tuple[str, ...]]] = {
    "outlets": {
        "who": ("name", "status", "grade", "tier", "channel", "key_account", "contact", "phone"),
        "when": ("opening_hours", "receiving_hours", "windows", "closed", "late_minutes", "rhythm", "call_minutes"),
        "whom": ("rep", "only_reps", "forbidden_reps", "needs"),
        "where": ("address", "position", "access"),
        "plan": ("worth", "must", "together", "apart", "before"),
        "trade": ("supplier", "other_suppliers", "also_direct", "credit"),
        "other": ("notes",),
    },
    "reps": {
        "who": ("name", "role", "active", "phone", "skills", "vehicle"),
        "when": ("working_days", "shifts", "pauses", "overtime_minutes", "leave"),
        "where": ("start", "end"),
        "limits": ("limits",),
        "costs": ("costs",),
    },
    "vehicles": {
        "who": ("plate", "name", "kind", "crew", "active"),
        "room": ("capacity", "trips"),
        "when": ("out_of_service",),
        "size": ("width_m", "height_m", "weight_t"),
    },
    "products": {
        "who": ("name", "brand", "category", "barcode", "own", "active"),
        "room": ("units",),
        "worth": ("prices", "cost", "floor_price", "support_price"),
        "when": ("shelf_life_days", "near_expiry_days"),
    },
    "depots": {"who": ("name", "active", "address", "position"), "when": ("open", "close")},
    "beats": {"who": ("name", "days", "weeks", "rep", "active"), "where": ("outlets",), "other": ("notes",)},
    "restrictions": {
        "who": ("name", "active"),
        "where": ("zone",),
        "when": ("hours", "first", "last"),
        "whom": ("kinds", "digits", "odd_even"),
    },
    "arrangements": {
        "when": ("shifts", "overtime_minutes", "ride_along"),
        "whom": ("vehicles", "vehicles_out", "limits"),
        "where": ("start", "closed_zones"),
        "plan": ("visit", "hours"),
        "other": ("notes",),
    },
    "settings": {
        "who": ("name", "owner", "currency", "timezone"),
        "calendar": ("calendar",),
        "when": ("call_minutes", "rhythms", "audits"),
        "worth": ("worth", "worth_ungraded", "preferred_rep_cost", "late_cost"),
        "weights": ("profiles",),
        "work": ("tasks", "issue_lead_days", "bulletin_lead_days", "prospect_metres", "prospect_days"),
        "change": ("promise_minutes", "promise_cost", "change_cost"),
        "travel": ("travel", "traffic", "reload_minutes"),
        "defaults": ("default_start", "default_end", "default_rep_outlets"),
    },
    "agreements": {
        "who": ("title", "outlet", "form", "ours", "theirs", "document"),
        "when": ("agreed", "valid_from", "valid_until", "review"),
        "duties": ("their_duties", "our_duties"),
        "rights": ("their_rights", "our_rights", "benefits"),
        "terms": ("volumes", "price_rules"),
        "fees": ("display_fees",),
        "other": ("notes",),
    },
    "exceptions": {
        "who": ("kind", "outlet", "product", "policy", "reason"),
        "worth": ("price", "floor"),
        "when": ("start", "end", "withdrawn"),
        "answers": ("approver", "asked_by"),
    },
    "bulletins": {
        "who": ("title", "text", "products"),
        "when": ("valid_from", "valid_until"),
        "whom": ("audience",),
    },
    "deals": {
        "who": ("customer", "outlet", "owner", "notes"),
        "when": ("opened", "close_by"),
        "goods": ("lines",),
        "visits": ("negotiations",),
        "worth": ("expected", "brought", "exception", "reason"),
    },
    "issues": {"who": ("text", "kind", "outlet", "order"), "answers": ("owner", "department")},
    "signals": {
        "who": ("kind", "outlet", "text", "date", "by"),
        "where": ("found_at", "lot", "product", "price"),
    },
    "handovers": {
        "who": ("text", "from_department", "to_department", "owner"),
        "where": ("outlet", "rep", "date"),
    },
}
"""Fields by heading; a part stands for all its own fields."""

LEFT_OUT = {"id", "rev", "stub", "lat", "lon", "approximate", "skill_levels"}
"""Fields without a row: kept by the program, or set through another one (`position`, `needs`)."""
KEPT: dict[str, frozenset[str]] = {
    "products": frozenset({"supplier"}),
    "bulletins": frozenset({"handed"}),
    "deals": frozenset({"stage", "closed", "orders"}),
    "issues": frozenset(
        {"opened", "opened_by", "due", "resolve_by", "call", "answer", "resolution", "check", "history", "status"}
    ),
    "signals": frozenset({"source", "rule", "evidence", "call", "status", "closed"}),
    "handovers": frozenset({"written", "by", "due", "acknowledged", "acknowledged_by", "done", "issue"}),
}
"""Fields that acts of the service desk write, each with who and when, or that come as documents or tables."""
KEPT_PARTS: dict[type[BaseModel], frozenset[str]] = {
    DisplayFee: frozenset({"checks", "claimed", "approved", "paid"}),
    Negotiation: frozenset({"call"}),
}
"""The same of the entries of lists."""
ASKED: dict[type[BaseModel], tuple[str, ...]] = {
    VolumeTarget: ("product", "period", "cases", "value"),
    PriceRule: ("product", "resale_floor", "price"),
    DisplayFee: ("text", "first", "last", "amount"),
    DealLine: ("product", "quantity", "price"),
    Negotiation: ("date", "time", "people"),
}
"""What is asked for when an entry is added; the rest stands in its rows."""
EITHER = {"cases": "value", "value": "cases"}
"""Fields of a volume of which one takes the place of the other."""
REMOVABLE = ("beats", "restrictions", "arrangements")
"""Kinds whose records can be taken away, since no other record names them; all others are ended and kept."""
COVERED = {("outlets", "skills"): "needs"}
"""Fields of one kind that another row sets."""
