"""The options of the acts of the service desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.cli.parser import Maker
    from tui.locale import Translator

_DEPARTMENTS = ("sales", "warehouse", "office")
_ISSUES = ("delivery", "quality", "selling_method", "price_policy", "other")
_SIGNALS = (
    "price_cutting", "diversion", "defection", "policy_pressure", "falling_orders", "late_payment", "silence",
)  # fmt: skip
_MEASURES = ("promotion_withheld", "rebate_held", "supply_limited", "supply_stopped")

ACTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "issue": (
        ("new", "answer", "hand-over", "resolve", "satisfied", "unsatisfied"),
        ("kind:issue", "owner", "department", "to", "rating"),
    ),
    "deal": (
        ("new", "support", "visit", "won", "lost"),
        ("owner", "product", "price", "exception", "date", "time", "with", "amount"),
    ),
    "note": (("new", "acknowledge", "done"), ("department", "owner", "due", "outlet")),
    "signal": (("new", "handled", "dismissed"), ("kind:signal", "product", "price", "lot", "found-at")),
    "step": (
        ("guide", "talk", "warn", "control", "reverse"),
        ("owner", "signal", "evidence", "photo", "said", "to", "measure", "approved-by", "approval", "date"),
    ),
    "fee": (("check", "claim", "approve", "pay"), ("photo", "not-met", "amount", "reference")),
    "bulletin": (("hand",), ("outlet", "owner", "to", "photo")),
    "agreement": (("renew", "reviewed"), ("date",)),
    "exception": (("new", "withdraw"), ("product", "price", "floor", "policy", "approved-by", "date")),
    "proposal": (("take",), ()),
}
"""Each command with its actions and its options."""

_SPECIAL: dict[str, dict[str, Any]] = {
    "kind:issue": {"choices": _ISSUES},
    "kind:signal": {"choices": _SIGNALS},
    "department": {"choices": _DEPARTMENTS},
    "rating": {"type": int, "choices": range(1, 6)},
    "with": {"dest": "people", "action": "append", "default": [], "metavar": "REP"},
    "signal": {"action": "append", "default": [], "metavar": "SIGNAL"},
    "measure": {"action": "append", "default": [], "choices": _MEASURES},
    "not-met": {"action": "store_true"},
}


def add_acts(command: Maker, t: Translator) -> None:
    """``roundsman issue answer ISS-0007 "tomorrow at eight"``: what is acted on, and what is said."""
    for name, (actions, options) in ACTS.items():
        parser = command(name)
        parser.add_argument("action", choices=actions, metavar="ACTION", help=" · ".join(actions))
        parser.add_argument("what", metavar="WHAT", help=t(f"acts.what.{name}"))
        parser.add_argument("text", metavar="TEXT", nargs="?", help=t("acts.text"))
        for option in options:
            word = option.partition(":")[0]
            parser.add_argument(
                f"--{word}", help=t(f"acts.option.{word.replace('-', '_')}"), **_SPECIAL.get(option, {})
            )
        parser.add_argument("--json", action="store_true", help=t("cli.option.json"))
        parser.set_defaults(told_money=t("errors.field.money"))
