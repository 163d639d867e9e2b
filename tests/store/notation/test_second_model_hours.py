"""Opening hours in Chinese beside a second model of docs/hours.md."""

from __future__ import annotations

import datetime as dt
from typing import Any

from store.notation.opening import hours_on
from tests.models import hours
from tests.models.comparing import agree, many, seeded

MANY = many(300)
SHANGHAI = (31.2, 121.5)


def test_hours_of_a_date_are_those_the_document_says() -> None:
    chance = seeded(71)
    differing: list[tuple[Any, ...]] = []
    for _ in range(MANY):
        made = hours.made(chance)
        for _ in range(4):
            date = dt.date(2026, 1, 1) + dt.timedelta(days=chance.randrange(730))
            read = hours_on(made.text, date, False, SHANGHAI)
            got, right = read.spans, made.on(date)
            if got != right:
                differing.append(
                    (
                        (made.text, str(date), date.strftime("%a"), date.isocalendar().week),
                        (got, [each.code for each in read.told]),
                        right,
                    )
                )
                break
    agree(differing[:40])


def test_a_line_parts_rules_as_a_mark_does() -> None:
    for text in ("周三休息\n周一至周六8:30-17:00", "周一至周六8:30-17:00\n周三休息"):
        assert [hours_on(text, dt.date(2026, 12, day), False, SHANGHAI).spans for day in (1, 2)] == [
            ((30600, 61200),),
            (),
        ]
