"""A second model of docs/hours.md for Chinese texts, slow and plain, written from its words alone.

Truth first: rules are made, said in Chinese in one of many ways, and the hours of a date are counted out from the
rules. What holds on a date: the exceptions (days off, single dates, counted weekdays, odd and even weeks beside
nothing else), then the rule of the fewest days, then the general one.
"""

from __future__ import annotations

import calendar
import datetime as dt
import random
from dataclasses import dataclass, field

Span = tuple[int, int]
SIGNS = "一二三四五六日"
FIGURES = "零一二三四五六七八九十"


@dataclass
class Rule:
    """Hours (none: closed) of the days that `holds` names, and how it was said."""

    said: str
    spans: tuple[Span, ...]
    weekdays: frozenset[int] = frozenset(range(7))
    months: frozenset[int] = frozenset(range(1, 13))
    date: tuple[int, int] | None = None
    counted: tuple[int, int] | None = None
    parity: int | None = None
    exception: bool = False

    def holds(self, date: dt.date) -> bool:
        if date.weekday() not in self.weekdays or date.month not in self.months:
            return False
        if self.date is not None and (date.month, date.day) != self.date:
            return False
        if self.parity is not None and date.isocalendar().week % 2 != self.parity:
            return False
        if self.counted is not None:
            which, weekday = self.counted
            last = calendar.monthrange(date.year, date.month)[1]
            days = [day for day in range(1, last + 1) if dt.date(date.year, date.month, day).weekday() == weekday]
            return date.day == days[which]
        return True


@dataclass
class Hours:
    """A text of hours and its rules, the general one first."""

    text: str
    rules: list[Rule] = field(default_factory=list)

    def on(self, date: dt.date) -> tuple[Span, ...]:
        found: tuple[Span, ...] = ()
        for rule in sorted(self.rules, key=lambda each: (each.exception, -len(each.weekdays))):
            if rule.holds(date):
                found = rule.spans
        return found


def clock(chance: random.Random, minutes: int, style: int) -> str:
    """A time of day as one of the ways in which a text says its times."""
    hour, minute = divmod(minutes, 60)
    if style == 0:
        return f"{hour}:{minute:02}"
    if style == 1:
        return f"{hour:02}:{minute:02}"
    if style == 2:
        return f"{hour}：{minute:02}"
    if style == 3:
        return f"{hour}点" + ("" if not minute else "半" if minute == 30 else f"{minute}分")
    if style == 4:
        tens = ("" if hour < 20 else FIGURES[hour // 10]) + ("十" if hour >= 10 else "")
        figure = tens + (FIGURES[hour % 10] if hour % 10 or hour == 0 else "")
        return f"{figure}点" + ("" if not minute else "半" if minute == 30 else f"{minute}分")
    part = "早上" if hour < 8 else "上午" if hour < 12 else "中午" if hour == 12 else "下午" if hour < 18 else "晚上"
    return f"{part}{hour - 12 if hour > 12 else hour}点" + (
        "" if not minute else "半" if minute == 30 else f"{minute}分"
    )


def spans_of(chance: random.Random, style: int) -> tuple[str, tuple[Span, ...]]:
    """One or two spans of a day."""
    minutes = (0, 0, 30) if style >= 3 else (0, 0, 30, 15, 45)
    begin = chance.randint(6, 10) * 60 + chance.choice(minutes)
    end = chance.randint(17, 22) * 60 + chance.choice(minutes)
    to = chance.choice(("-", "—", "~", "至", "到"))
    if chance.random() < 0.3:
        noon = chance.choice((690, 720)) if style < 3 else 720
        again = noon + chance.choice((60, 90, 120))
        between = chance.choice((",", "、", " ", "，"))
        said = f"{clock(chance, begin, style)}{to}{clock(chance, noon, style)}{between}{clock(chance, again, style)}{to}{clock(chance, end, style)}"
        return said, ((begin * 60, noon * 60), (again * 60, end * 60))
    if style < 3 and chance.random() < 0.12:
        end = chance.randint(25, 28) * 60
        night = (
            f"次日{clock(chance, end - 1440, style)}" if chance.random() < 0.5 else clock(chance, end - 1440, style)
        )
        return f"{clock(chance, begin, style)}{to}{night}", ((begin * 60, end * 60),)
    return f"{clock(chance, begin, style)}{to}{clock(chance, end, style)}", ((begin * 60, end * 60),)


def days_of(chance: random.Random, days: list[int], *, first: bool = False) -> str:
    """Weekdays as they are said; hours of every day need no word where they stand first."""
    week = chance.choice(("周", "周", "星期"))
    if days == list(range(7)):
        return chance.choice(("每天", f"{week}一至{week}日", *(("",) if first else ())))
    if days == [0, 1, 2, 3, 4] and chance.random() < 0.4:
        return "工作日"
    if days == [5, 6] and chance.random() < 0.6:
        return "周末"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        to = chance.choice(("至", "到", "-"))
        return f"{week}{SIGNS[days[0]]}{to}{chance.choice((week, week, ''))}{SIGNS[days[-1]]}"
    if chance.random() < 0.5:
        return week + chance.choice(("、", "")).join(SIGNS[day] for day in days)
    return "、".join(week + SIGNS[day] for day in days)


def exception_of(chance: random.Random, style: int, general: list[int]) -> Rule:
    """Something that goes before the general rule wherever it stands."""
    kind = chance.randrange(4)
    off = chance.choice(("休息", "不营业", "关门", "休"))
    if kind == 0:
        days = sorted(chance.sample(general, chance.randint(1, min(2, len(general)))))
        return Rule(days_of(chance, days) + off, (), weekdays=frozenset(days), exception=True)
    if kind == 1:
        month, day = chance.randint(1, 12), chance.randint(1, 28)
        return Rule(f"{month}月{day}{chance.choice('日号')}{off}", (), date=(month, day), exception=True)
    which, weekday = chance.choice((0, 1, 2, -1)), chance.choice(general)
    nth = "最后一个" if which < 0 else f"第{'一二三'[which]}个"
    counted = {"counted": (which, weekday), "exception": True}
    if kind == 2:
        return Rule(f"每月{nth}周{SIGNS[weekday]}{off}", (), **counted)  # type: ignore[arg-type]
    said, spans = spans_of(chance, style)
    return Rule(f"每月{nth}周{SIGNS[weekday]}{said}", spans, **counted)  # type: ignore[arg-type]


def made(chance: random.Random) -> Hours:
    """A text of hours with what it means."""
    style = chance.randrange(6)
    kind = chance.randrange(6)
    said, spans = spans_of(chance, style)
    general = chance.choice((list(range(7)), list(range(7)), [0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6]))
    turned = kind < 3 and chance.random() < 0.3
    rules = [
        Rule(
            days_of(chance, general, first=not turned) + chance.choice(("", " ")) + said,
            spans,
            weekdays=frozenset(general),
        )
    ]
    if kind in (1, 2):  # other hours on other days, or of some of the same days
        days = [day for day in range(7) if day not in general] or chance.choice(([5, 6], [6], [5]))
        said, spans = spans_of(chance, style)
        rules.append(Rule(days_of(chance, days) + said, spans, weekdays=frozenset(days), exception=True))
    elif kind == 3:  # two seasons
        first = chance.randint(3, 6)
        last = first + chance.randint(2, 5)
        other, again = spans_of(chance, style)
        warm = frozenset(range(first, last + 1))
        begin, end = last % 12 + 1, first - 1
        rules = [
            Rule(f"{first}-{last}月{said}", spans, months=warm),
            Rule(f"{begin}-{end}月{other}" if chance.random() < 0.5 else f"{begin}月-{end}月{other}", again,
                 months=frozenset(range(1, 13)) - warm),
        ]  # fmt: skip
    elif kind == 4:  # odd and even weeks
        other, again = spans_of(chance, style)
        day = chance.randrange(7)
        rules = [
            Rule(f"单周周{SIGNS[day]}{said}", spans, weekdays=frozenset({day}), parity=1),
            Rule(f"双周周{SIGNS[day]}{other}", again, weekdays=frozenset({day}), parity=0),
        ]
    if kind in (0, 2) and chance.random() < 0.7:
        others = rules[1].weekdays if len(rules) > 1 else frozenset()
        rules.append(exception_of(chance, style, [day for day in general if day not in others]))
    if turned:
        rules.reverse()
    return Hours(put_together(chance, rules, turned=turned), rules)


def put_together(chance: random.Random, rules: list[Rule], *, turned: bool) -> str:
    """Rules beside each other: marks, lines, brackets round the last, words for all the other days."""
    first, last = rules[0], rules[-1]
    if len(rules) == 2 and not turned and last.exception and chance.random() < 0.2:
        return f"{first.said}{chance.choice(('（', '('))}{last.said}{chance.choice(('）', ')'))}"
    every = first.weekdays == frozenset(range(7)) and first.months == frozenset(range(1, 13))
    off = last.exception and not last.spans and last.date is None and last.counted is None
    if len(rules) == 2 and not turned and off and every and chance.random() < 0.5:
        days = "、".join(f"周{SIGNS[day]}" for day in sorted(last.weekdays))
        hours = first.said.removeprefix("每天")
        if not hours.startswith(("周", "星期")):
            return chance.choice(
                (
                    f"除{days}外{hours}",
                    f"除了{days}以外每天{hours.strip()}",
                    f"{hours}（{days}除外）",
                    f"{days}休息，其他时间{hours.strip()}",
                )
            )
    return chance.choice(("，", "；", ";", " ", "\n", "。")).join(each.said for each in rules)
