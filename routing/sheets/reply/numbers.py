"""Numbers, times, money and quantities as people type them on a phone: full-width, Chinese, abbreviated."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from routing.sheets.form import FormProduct

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_WIDE |= {ord("\u3000"): " ", ord("、"): ",", ord("。"): ".", ord("【"): "[", ord("】"): "]", ord("\t"): " "}
_WIDE |= {ord("－"): "-", ord("—"): "-", ord("–"): "-", ord("−"): "-", ord("～"): "-", ord("~"): "-"}
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_CHINESE = "零〇一二两俩三四五六七八九十百千半"
NUMBER = rf"(?:-?\d+(?:\.\d+)?|[{_CHINESE}]+)"
"""A number in digits or in Chinese, as a pattern."""
_MOST = 1_000_000
_DEAREST = 10**11

_CASES = ("箱", "件", "c", "cs", "ctn", "case", "cases", "carton", "cartons")
_PIECES = ("瓶", "支", "个", "只", "pc", "pcs", "piece", "pieces", "bottle", "bottles")


class BadNumberError(ValueError):
    """Not what is asked for; the code of its sentence."""

    def __init__(self, code: str = "bad_number") -> None:
        self.code = code
        super().__init__(code)


def narrow(text: str) -> str:
    """Full-width digits, letters and punctuation as ASCII, character by character: places stay what they are."""
    return text.translate(_WIDE)


def number(text: str) -> Decimal:
    """A number in digits or Chinese; `BadNumberError` for a negative one too."""
    text = narrow(text).strip().replace(",", "").replace(" ", "")
    if re.fullmatch(r"-\d+(\.\d+)?", text):
        raise BadNumberError("negative_number")
    if re.fullmatch(r"\d{1,15}(\.\d{1,9})?|\.\d{1,9}", text):
        try:
            return Decimal(text)
        except InvalidOperation:
            raise BadNumberError from None
    return Decimal(_chinese(text))


def _chinese(text: str) -> str:
    """``二十五`` as 25, ``半`` as a half, ``一千二`` not guessed at."""
    if not text or any(char not in _CHINESE for char in text):
        raise BadNumberError
    if text == "半":
        return "0.5"
    if "半" in text:
        raise BadNumberError
    if not any(char in _PLACES for char in text):
        return "".join(str(_DIGITS[char]) for char in text)
    total = digit = 0
    seen_zero = False
    for char in text:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            digit = _DIGITS[char]
            seen_zero = seen_zero or digit == 0
    if digit and text[-2:-1] in ("百", "千") and not seen_zero:
        raise BadNumberError  # 一百二 may be 120 or 102
    return str(total + digit)


def whole(text: str) -> int:
    """A count."""
    found = number(text)
    if found != found.to_integral_value() or found > _MOST:
        raise BadNumberError
    return int(found)


def money(text: str) -> str:
    """An amount as a decimal string with two places: ``¥1,234.5``, ``500元``, ``1.2万``."""
    plain = re.sub(r"[¥￥$€\s]|元|块|rmb|cny", "", narrow(text).casefold())
    times = 1
    if plain.endswith(("万", "千")) and plain[:-1] and plain[0].isdigit():
        plain, times = plain[:-1], 10_000 if plain.endswith("万") else 1000
    amount = number(plain) * times
    if amount != round(amount, 2) or amount * 100 > _DEAREST:
        raise BadNumberError("bad_money")
    return f"{amount:.2f}"


_TIME = re.compile(
    rf"(?P<half>上午|早上|早|中午|下午|晚上|晚)?\s*(?:(?P<h>\d{{1,2}}|[{_CHINESE}]{{1,3}})\s*(?:[:.点时h]|：)\s*"
    rf"(?P<m>\d{{1,2}}|[{_CHINESE}]{{1,4}}|[一三]刻)?\s*分?|(?P<run>\d{{3,4}})|(?P<hour>\d{{1,2}}))"
    rf"(?::\d{{2}})?\s*(?P<pm>am|pm)?",
    re.IGNORECASE,
)


def clock(text: str) -> str:
    """A time of day as ``HH:MM`` from ``9:5``, ``0905``, ``9点半``, ``下午两点一刻``, ``2:30pm``."""
    plain = narrow(text).strip()
    if dated := re.fullmatch(r"\d{4}-\d{2}-\d{2}[ T](\d{1,2}:\d{2}(?::\d{2})?)", plain):
        plain = dated[1]
    match = _TIME.fullmatch(plain)
    if match is None:
        raise BadNumberError("bad_time")
    if match["run"]:
        hours, minutes = int(match["run"][:-2]), int(match["run"][-2:])
    elif match["hour"]:
        hours, minutes = int(match["hour"]), 0
    else:
        quarter = {"一刻": 15, "三刻": 45, "半": 30}
        hours = _part(match["h"])
        minutes = quarter[match["m"]] if match["m"] in quarter else _part(match["m"] or "0")
    late = match["half"] in ("下午", "晚上", "晚") or (match["pm"] or "").lower() == "pm"
    if (late and hours < 12) or (match["half"] == "中午" and hours < 3):
        hours += 12
    if hours > 30 or minutes > 59:
        raise BadNumberError("bad_time")
    return f"{hours:02d}:{minutes:02d}"


def _part(text: str) -> int:
    try:
        return int(number(text.removeprefix("零") or "0"))
    except BadNumberError:
        raise BadNumberError("bad_time") from None


def quantity(product: FormProduct, text: str, default: str) -> tuple[int, str | None, float]:
    """What is written of a product: pieces in all, and its unit and number where it is said in one unit only.

    ``2箱5瓶`` is in pieces, ``10箱`` ten of that unit; a bare number is so many of the unit `default`.
    """
    plain = narrow(text).strip().casefold()
    found = list(re.finditer(rf"({NUMBER})\s*([^\d\s{_CHINESE}+,;-]*)\s*[+]?\s*", plain))
    if not found or "".join(match[0] for match in found) != plain:
        raise BadNumberError("negative_number" if re.match(r"-\d", plain) else "bad_quantity")
    parts = [(number(match[1]), _unit(product, match[2], default)) for match in found]
    pieces = sum(count * product.factor(unit) for count, unit in parts)
    if pieces != int(pieces) or pieces > _MOST:
        raise BadNumberError("bad_quantity")
    if len(parts) == 1:
        return int(pieces), parts[0][1] or None, float(parts[0][0])
    smallest = product.units[-1][0] if product.units and product.units[-1][1] == 1 else ""
    return int(pieces), smallest or None, float(pieces)


def _unit(product: FormProduct, word: str, default: str) -> str:
    if not word:
        return default
    for name, _ in product.units:
        if name.casefold() == word:
            return name
    near = [name for name, _ in product.units if name and name.casefold().startswith(word.rstrip("s."))]
    if len(near) == 1:
        return near[0]
    if word in _CASES and product.units:
        return product.case[0]
    if word in _PIECES and (not product.units or product.units[-1][1] == 1):
        return product.units[-1][0] if product.units else ""
    raise BadNumberError("no_such_unit")
