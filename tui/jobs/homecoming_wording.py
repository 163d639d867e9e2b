"""The homecoming board in words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from store.records import money_text
from tui.jobs.documents import hour_minute
from tui.jobs.homecoming import Coming, Where, fairness, homecoming, hours_of_week

if TYPE_CHECKING:
    from tui.jobs.office import Office


def home_lines(office: Office, date: dt.date) -> list[list[tuple[str, str]]]:
    """The homecoming board as toned lines: a summary, who is back when, the hours of the week."""
    coming, hours = homecoming(office, date), hours_of_week(office, date)
    if not coming:
        return [[(office.t("service.home.nobody", date=date.isoformat()), "dim")]]
    mean, spread = fairness(hours)
    late = sum(each.late for each in coming)
    lines = [
        [
            (
                office.t(
                    "service.home.summary",
                    date=date.isoformat(),
                    out=sum(each.where is not Where.HOME for each in coming),
                    late=late,
                    meals=sum(each.meal for each in coming),
                    last=hour_minute(max(each.expected for each in coming)),
                ),
                "strong",
            )
        ]
    ]
    for each in coming:
        text = office.t(
            "service.home.line",
            name=each.name,
            expected=hour_minute(each.expected),
            planned=hour_minute(each.planned),
            done=each.done,
            stops=each.stops,
            where=office.t(f"service.where.{each.where}"),
        )
        lines.append([(text, "dim" if each.where is Where.HOME else ""), *home_needs(office, each)])
    text = office.t("service.home.week", mean=f"{mean / 3600:.1f}", spread=round(100 * spread))
    lines.append([(text, "strong")])
    lines += [
        [(office.t("service.home.hours", name=each.name, total=f"{each.total / 3600:.1f}"), "")] for each in hours
    ]
    return lines


def home_needs(office: Office, coming: Coming) -> list[tuple[str, str]]:
    """What the office should have ready for somebody who comes home, and how late it gets."""
    needs = []
    if coming.late:
        needs.append((f" · {office.t('service.home.late', n=coming.late_s // 60)}", "error"))
    if coming.overtime_s >= 60:
        needs.append((f" · {office.t('service.home.overtime', n=coming.overtime_s // 60)}", "warning"))
    if coming.meal:
        needs.append((f" · {office.t('service.home.meal')}", "accent"))
    if coming.cash:
        needs.append((f" · {office.t('service.home.cash', cash=money_text(coming.cash))}", ""))
    if coming.returned:
        needs.append((f" · {office.t('service.home.returned', n=coming.returned)}", ""))
    return needs
