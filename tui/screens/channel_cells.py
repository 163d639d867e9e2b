"""What the channel's tree says, and one outlet's place in it, as toned pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from store.records import money_text
from store.service.channel import DISTRIBUTOR, Channel
from tui.jobs.channel import Branch, source_word
from tui.jobs.review import name_of
from tui.jobs.standing import standing_of
from tui.widgets.pieces import Cell, Piece
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.locale import Translator

_MOST = 30
"""Outlets named of those behind one."""


def columns(t: Translator) -> list[Column]:
    return [
        Column("name", t("channel.column.name"), min=18, weight=4),
        Column("behind", t("channel.column.behind"), min=6, right=True),
        Column("shared", t("channel.column.shared"), min=6, right=True, drop=3),
        Column("risk", t("channel.column.risk"), min=10, right=True, drop=1),
        Column("share", "%", min=5, right=True, drop=2),
    ]


def row(branch: Branch, channel: Channel | None, office: Office) -> Sequence[Cell]:
    mark = "▾ " if branch.open else "▸ " if branch.buyers and not branch.again else "  "
    risk = channel.risks.get(branch.outlet) if channel else None
    volume = channel.volumes.get(branch.outlet, 0) if channel else 0
    tone = "dim" if branch.again else "strong" if branch.buyers else ""
    lost = channel is not None and branch.outlet not in channel.reached
    name = [
        (f"{'  ' * branch.depth}{mark}", "dim"),
        (name_of(office, branch.outlet), "warning" if lost else tone),
        (" ↑" if branch.again else "", "dim"),
    ]
    if risk is None:
        return [name, "", "", [(money_text(volume), "dim")], ""]
    warned = "warning" if risk.point_of_failure else ""
    return [
        name,
        [(str(risk.outlets), warned)],
        [(str(risk.shared), "dim")],
        [(money_text(risk.at_risk), warned)],
        [(f"{100 * risk.share:.1f}", warned)],
    ]


def about(outlet: str, channel: Channel, office: Office) -> list[list[Piece]]:
    """Who supplies an outlet, what hangs on it, how it stands."""
    t = office.t
    lines: list[list[Piece]] = [[(name_of(office, outlet), "heading"), (f" {outlet}", "dim")]]
    suppliers = [
        name_of(office, each) if each != DISTRIBUTOR else t("service.us") for each in channel.suppliers(outlet)
    ]
    lines.append([(f"{t('service.page.suppliers')} ", "dim"), (t("plan.comma").join(suppliers) or "–", "")])
    rung = standing_of(office, outlet)
    if rung.height:
        lines.append([(f"{t('service.page.standing')} ", "dim"), (t(f"service.rung.{rung}"), "error")])
    lines.append([(f"{t('channel.own')} ", "dim"), (money_text(channel.volumes.get(outlet, 0)), "")])
    risk = channel.risks.get(outlet)
    if risk is None:
        return lines
    text = t(
        "service.channel.risk",
        n=risk.outlets,
        shared=risk.shared,
        volume=money_text(risk.at_risk),
        share=f"{100 * risk.share:.1f}",
    )
    lines.append([(text, "warning" if risk.point_of_failure else "")])
    lines.append([(f"{t('channel.through')} ", "dim"), (money_text(round(risk.through)), "")])
    if risk.point_of_failure:
        lines.append([(t("channel.point_of_failure"), "warning")])
    behind = sorted(channel.behind(outlet), key=lambda key: -channel.volumes.get(key, 0))
    if behind:
        lines.append([(t("channel.behind"), "heading")])
    for key in behind[:_MOST]:
        lines.append([(f"{name_of(office, key)} ", ""), (money_text(channel.volumes.get(key, 0)), "dim")])
    if len(behind) > _MOST:
        lines.append([(t("service.and_more", n=len(behind) - _MOST), "dim")])
    return lines


def sources(found: dict[str, Any], office: Office) -> list[list[Piece]]:
    """Who bought a lot, the likeliest source first."""
    lines: list[list[Piece]] = []
    for each in found["sources"]:
        text = office.t(
            "service.channel.source", **{name: each[name] for name in ("name", "outlet", "date", "record")}
        )
        key = f"service.channel.{source_word(each)}"
        tone = "error" if each["diverted"] else "good"
        lines.append([(text, "")])
        lines.append([("  ", ""), (office.t(key, at=found["name"]), tone)])
    return lines
