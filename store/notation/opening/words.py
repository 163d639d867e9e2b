"""People's words for opening hours, Chinese and English, into the syntax that `rules` reads.

Words are replaced step by step: dates and days by their names in angle brackets, clock times by ``HH:MM-HH:MM``;
`pieces` puts them together.
"""

from __future__ import annotations

import re
import unicodedata

from store.notation.opening.clocks import clocked
from store.notation.opening.pieces import Words, built
from store.notation.opening.rules import DAYS, MONTHS, RulesError, rules_of
from store.notation.opening.seasons import with_months
from store.notation.words import fold

_QUOTES = str.maketrans({"“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "«": '"', "»": '"'})
_OWN = str.maketrans("<>⟨⟩", "〈〉〈〉")
"""The brackets used here for names are nobody else's."""
_LONGEST = 1000
_DASHES = re.compile(r"\s*[-~～—–－―‐‑−]+\s*|\s+(?:to|until|till|through|thru)\s+|\s*[至到]\s*", re.IGNORECASE)
_ALWAYS = (
    r"\b24/7\b|\b7\s*[x×*]\s*24(?:\s*小时)?|全天(?:24小时)?|(?<!\d)24\s*小时|通宵|不限|"
    r"\b24\s*h(?:ou)?rs?\b|\b24h\b|\ball day\b|\baround the clock\b|\balways\b"
)
_ALL_DAY = "00:00-24:00"

_HALVES = {"上午": "00:00-12:00", "下午": "12:00-18:00"}
_DAY_OF = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {
    str(n): n - 1 for n in range(1, 8)
}
_FIGURES = "[一二三四五六七八九十两]{1,3}[点时]"
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_ORDER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
_NAMED = r"(?:mon|tue|wed|thu|fri|sat|sun)(?:day|sday|s|nesday|rsday|rs|r|urday)?s?\b\.?"
_OFF = (
    r"不对外营业|不营业|不开门|不上班|不收货|店休|休息|公休|歇业|停业|闭店|关门|打烊|关店|无货|休|"
    r"\b(?:closed|close|shut|off)\b"
)
_CALL = (
    r"(?:请|需|须|要)?(?:提前)?(?:电话|致电)?(?:提前)?预约(?:营业|上门|送货)?|提前(?:打)?电话(?:联系|通知)?|"
    r"中午休息|中午关门|(?<![上下])午休(?!\s*[:：]?\s*\d)|(?:请|需)?(?:先)?(?:电话联系|致电|打电话)|视情况(?:而定)?|不定时|"
    r"\b(?:by appointment(?: only)?|appointments? only|(?:please )?call (?:first|ahead|before)|on request)\b"
)
_SEASONS = re.compile(
    r"[春夏秋冬](?!节)|旺季|淡季|单[日号双]|双[日号]|隔[周天日]|农历|阴历|初[一二三四五六七八九十]|"
    r"十五|月[初中底末]|上旬|中旬|下旬|上课|开学|寒假|暑假|\b(?:summer|winter|spring|autumn|season|odd|even|school)\b"
)
_EMPTY = (
    r"全年无休|年中无休|全年|天天营业|每天营业|无休息?日|无休|天天|每天|每日|日常|7天|"
    r"(?:法定)?节假日(?:也|均)?(?:照常(?:营业)?|不休(?:息)?|无休|营业)|含节假日|包括节假日|"
    r"\b(?:daily|every ?day|each day|7 days(?: a week)?|seven days(?: a week)?|all year(?: round)?|year[- ]round)\b|"
    r"(?:正常|日常|一般)?(?:营业|收货|送货|开门|经营)时间[为是]|(?:正常|日常|一般)(?=(?:营业|收货|送货|开门|经营)(?:时间)?[:：\s])|"
    r"(?<![不外停暂])(?:营业时间|收货时间|送货时间|开门时间|营业|经营时间|正常|开门|开店|时间|收货)(?=[\s:：\d<]|$)|"
    r"每?逢|每(?=<|周|星期|礼拜)|\b(?:uhr|hrs|o'clock)\b|"
    r"\b(?:opening hours|open(?:ing)?(?: from)?|hours|business hours|from|on|the|of the month|of each month)\b:?"
)
_OTHERWISE = (
    r"平时|平常|其余时间|其他时间|其它时间|其余|其他|其它|\b(?:otherwise|other days|other times|rest of the week)\b"
)
_EACH_DAY = re.compile(
    r"((?::\d\d|[点半分时]|[ap]\.?m\.?|(?<![周期拜]\d)-\d{1,2})\s*)[,;。.|/]*\s*"
    r"(?:天天|每天|每日|日常|\b(?:daily|every ?day|each day)\b)(?:营业|开门)?"
    r"(?=\s*[:：]?\s*[\d早上中下晚凌一二三四五六七八九十])"
)
"""``周日9:00-12:00，每天8:00-20:00``: behind hours of some days it begins a rule of its own, and is not nothing."""
_SOME_DAYS = re.compile(rf"周|星期|礼拜|[日月假>]|{_NAMED}")
_SUN_WORDS = {"日出": "sunrise", "日落": "sunset", "天亮": "dawn", "天黑": "dusk"}


def syntax_of(text: str) -> Words:
    """A text of hours in the syntax. Raises `RulesError` where it cannot be read."""
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES)).strip()
    strict = _cased(plain).strip(" ;,")
    try:
        rules_of(strict)
    except RulesError:
        return _from_words(plain)
    return Words(strict)


def _cased(text: str) -> str:
    """The names of the syntax in its own capitals, outside of comments; everything else as it is."""
    names = {name.lower(): name for name in (*DAYS, *MONTHS, "PH")}
    pieces = text.split('"')
    for at in range(0, len(pieces), 2):
        pieces[at] = re.sub(
            r"\b[A-Za-z]{2,}\b", lambda match: names.get(match[0].lower(), match[0].lower()), pieces[at]
        )
    return '"'.join(pieces)


def _from_words(text: str) -> Words:
    comments: list[str] = []

    def kept(match: re.Match[str]) -> str:
        comments.append(match[1].strip())
        return f'"{len(comments) - 1}"'

    if len(text) > _LONGEST:
        raise RulesError(text[:80])
    folded = re.sub(r'"([^"]*)"', kept, text.translate(_OWN))
    folded = fold(folded)
    folded = re.sub(_CALL, lambda match: kept_words(match, comments), folded)
    folded = _ALL_DAY if folded == "全年" else re.sub(_ALWAYS, _ALL_DAY, folded)
    folded = re.sub(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", r"\1年\2月\3日", folded)
    folded = re.sub("|".join(_SUN_WORDS), lambda match: _SUN_WORDS[match[0]], folded)
    folded = _bracketed(with_months(folded))
    folded = _DASHES.sub("-", folded)
    folded = re.sub(r"[、/&+](?=\s*(?:周|星期|礼拜|[一二三四五六日天](?![一-龥])|[a-z]))", ",", folded).replace(
        "、", ","
    )
    folded = re.sub(r"(?<![|])\|(?![|])", ";", folded)
    folded = _dated(folded)
    folded = re.sub(r"(?<=[\d>])\s*(?:/|\band\b|&|和|及|与)\s*(?=\d)(?![^<>]*>)", ",", folded)
    folded = re.sub(_OTHERWISE, "<O>", folded)
    folded = _EACH_DAY.sub(_all_days, folded)
    folded = re.sub(_EMPTY, " ", folded)
    folded = re.sub(r"\b((?:mo|tu|we|th|fr|sa|su)[a-z]{0,7})(?=\d)", r"\1 ", folded)
    folded = _named_days(folded)
    folded = re.sub(r"(?<![上下])午休(?=\s*[:：]?\s*\d)|\blunch(?: break)?(?=\s*:?\s*\d)", " off ", folded)
    folded = re.sub(_OFF, " off ", folded)
    folded = re.sub(r"(上午|下午)\s*off", lambda match: f"{_HALVES[match[1]]} off", folded)
    folded = _excepted(re.sub(r">\s*:", "> ", folded))
    if _SEASONS.search(re.sub(r"<[^<>]*>", "", folded)):
        raise RulesError(text)
    folded = clocked(folded)
    return built(text, folded, comments)


def _all_days(match: re.Match[str]) -> str:
    some = _SOME_DAYS.search(match.string, 0, match.start())
    return f"{match[1]}; <SMo-Su> " if some else f"{match[1]}, "


def kept_words(match: re.Match[str], comments: list[str]) -> str:
    """Words that say who is to be asked, kept as a comment."""
    comments.append(match[0].strip())
    return f' "{len(comments) - 1}" '


def _bracketed(text: str) -> str:
    """What stands in brackets as a rule of its own; months in brackets belong to the hours behind them."""

    def opened(match: re.Match[str]) -> str:
        inside = match[1]
        if re.fullmatch(r"\s*(?:sunrise|sunset|dawn|dusk)\s*[+-].*", inside):
            return match[0]
        if re.fullmatch(r"[\d月日号\s,、~～—–\-至到]*月[\d月日号\s,、~～—–\-至到]*", inside):
            return f" {inside} "
        return f"; {inside};"

    return re.sub(r"[(\[【]([^()\[\]【】]*)[)\]】]", opened, text)


def _dated(text: str) -> str:
    """Dates, months and weeks, each in angle brackets so that no number of theirs is taken for an hour."""

    def day(month: str, number: str | None) -> str:
        if not 1 <= int(month) <= 12:
            raise RulesError(text)
        return MONTHS[int(month) - 1] + (f" {int(number):02d}" if number else "")

    def range_(match: re.Match[str]) -> str:
        year, month, number, last_year, last_month, last_number = match.groups()
        begin = f"{f'{year} ' if year else ''}{day(month, number)}"
        if not last_number and not last_month:
            return f"<D{begin}>"
        if last_month is None:
            return f"<D{begin}-{int(last_number):02d}>"
        return f"<D{begin}-{f'{last_year} ' if last_year else ''}{day(last_month, last_number)}>"

    text = re.sub(r"(?<![\d:])(\d{1,2})-(\d{1,2})月", r"\1月-\2月", text)
    text = re.sub(
        r"(?:(\d{4})年)?(?<![\d:])(\d{1,2})月份?(?:(\d{1,2})[日号]?(?![\d:点时]))?"
        r"(?:-(?:(?:(\d{4})年)?(\d{1,2})月份?)?(?:(\d{1,2})[日号](?![\d:点时]))?(?<!-))?",
        range_, text,
    )  # fmt: skip
    months = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
    name = rf"(?:{months})(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\b\.?"
    text = re.sub(
        rf"\b(?:\d{{4}}\s+)?{name}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?(?![\d.]|:\d|\s?[ap]\.?m))?"
        rf"(?:\s*-\s*(?:(?:\d{{4}}\s+)?{name}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?(?![\d.]|:\d|\s?[ap]\.?m))?"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?(?![\d.]|:\d|\s?[ap]\.?m)))?",
        lambda match: f"<D{_months(match[0], months)}>", text,
    )  # fmt: skip
    text = re.sub(r"\bweeks?\s*(\d[\d,\-/ ]*\d|\d)(?![\d:])", r"<Wweek \1>", text)
    text = re.sub(r"单周|\bodd weeks?\b", "<Wweek 1-53/2>", text)
    text = re.sub(r"双周|\beven weeks?\b", "<Wweek 2-52/2>", text)
    return re.sub(r"(<D[^<>]*>)\s*(?:[,、和及与&]|\band\b)\s*(?=<D)", r"\1", text)


def _months(text: str, months: str) -> str:
    short = re.sub(rf"\b({months})[a-z]*\.?", lambda match: match[1][:3].title(), text)
    return re.sub(r"\s*-\s*", "-", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", short)).strip()


def _named_days(text: str) -> str:
    """Days of the week and public holidays, each in angle brackets."""
    holidays = r"(?:法定|国家|公众)?(?:节假日|节日|假日|假期)|\b(?:public |bank |national )?holidays?\b|\bph\b"
    text = re.sub(holidays, "<SPH>", text)
    text = re.sub(r"工作日|平日|\bweekdays?\b|\bm\s*-\s*f\b", "<SMo-Fr>", text)
    text = re.sub(r"双休日?|周末|周六日|周六天|\bweekends?\b", "<SSa,Su>", text)
    text = re.sub(
        r"每月的?(?:第([一二三四五1-5])|(最后一))个?(?:周|星期|礼拜)([一二三四五六日天])",
        lambda m: f"<S{DAYS[_DAY_OF[m[3]]]}[{_NUMBERS[m[1]] if m[1] else -1}]>", text,
    )  # fmt: skip
    text = re.sub(
        rf"\b({'|'.join(_ORDER)})\s+(mo|tu|we|th|fr|sa|su)[a-z]*\b",
        lambda m: f"<S{m[2].title()}[{_ORDER[m[1]]}]>", text,
    )  # fmt: skip
    name = r"(?:周|星期|礼拜)"
    one = "[一二三四五六日天1-7]"
    text = re.sub(
        rf"{name}({one})\s*-\s*{name}?({one})(?![一-龥:点时\d])|{name}({one})-{name}({one})",
        lambda m: f"<S{DAYS[_DAY_OF[m[1] or m[3]]]}-{DAYS[_DAY_OF[m[2] or m[4]]]}>", text,
    )  # fmt: skip
    text = re.sub(
        rf"{name}({one})\s*-\s*({one})(?=\s*(?:[\d早上下晚凌中全休不营:]|{_FIGURES}))",
        lambda m: f"<S{DAYS[_DAY_OF[m[1]]]}-{DAYS[_DAY_OF[m[2]]]}>", text,
    )  # fmt: skip
    text = re.sub(
        rf"{name}((?:[一二三四五六日天](?![点时])[,.]?)+|[1-7](?:,[1-7])*(?![\d:点时]))",
        lambda m: "<S" + ",".join(DAYS[_DAY_OF[char]] for char in m[1] if char in _DAY_OF) + ">"
        + ("," if m[1][-1] == "," else ""), text,
    )  # fmt: skip
    short = re.compile(rf"\b({_NAMED}|mo|tu|we|th|fr|sa|su)\b\.?(?:\s*-\s*({_NAMED}|mo|tu|we|th|fr|sa|su)\b\.?)?")
    text = short.sub(
        lambda m: f"<S{m[1][:2].title()}{f'-{m[2][:2].title()}' if m[2] else ''}>", re.sub(r"\[-?\d\]", _index, text)
    )
    text = re.sub(r">⟨(-?\d)⟩|⟨(-?\d)⟩>", lambda m: f"[{m[1] or m[2]}]>", text)
    # days named one after the other are one list
    if re.search(r"PH>\s*<S|<S[^<>]*>\s*<SPH>", text):
        raise RulesError(text)  # holidays that are such days, or holidays and such days
    joint = re.compile(r"(<S[^<>]*)>\s*(?:[,/&+]|\band\b|和|及|与|或)?\s*<S")
    while (joined := joint.sub(r"\1,", text)) != text:
        text = joined
    return text


def _index(match: re.Match[str]) -> str:
    return f"⟨{match[0][1:-1]}⟩"


def _excepted(text: str) -> str:
    """``除周日外``, ``周日除外``, ``except Sundays``: a rule of its own behind the others."""
    found: list[str] = []

    def taken(match: re.Match[str]) -> str:
        found.append(match[1])
        return " "

    for pattern in (
        r"[,;]?\s*除(?:了)?\s*((?:<[^<>]*>[,]*)+)\s*(?:以?外|之外)",
        r"[,;]?\s*((?:<[^<>]*>)+)\s*除外",
        r"[,;]?\s*\b(?:except|excluding|excl\.?|not)\s*((?:<[^<>]*>)+)",
    ):
        text = re.sub(pattern, taken, text)
    return text + "".join(f"; {days} off" for days in found)
