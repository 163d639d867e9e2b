"""Phone numbers, one or several in a text. See docs/notation.md."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.notation.codes import digits_lost, read_code
from store.notation.errors import NotationError
from store.notation.numbers import plain

_AROUND = re.compile(
    r"\([^()0-9+]*\)|(?:tel|phone|mobile|mob|fax|cell|电话|手机|座机|联系电话)\s*[.:]?", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"[/、;,|\n]|\s(?=\+)|(?<!0086)(?<=[0-9]{4})\s+(?=1[3-9][0-9]{9}(?![0-9]))|或|和|\bor\b|\band\b"
)
_EXTENSION = re.compile(r"\s*(?:转|分机|extension|ext|x|#)\s*[.:]?\s*([0-9]{1,6})$", re.IGNORECASE)
_LANDLINE = re.compile(r"(0[0-9]{2,3}[ -]?[0-9]{7,8})-([0-9]{1,6})")
_TRUNK = re.compile(r"((?:\+|00)\s*[1-9][0-9]{0,2}\s*)\(\s*0\s*\)")
"""The 0 that is dialled within a country only, as it stands behind the country's code: ``+49 (0)30``."""
_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]*")
_BARE = re.compile(r"[1-9][0-9]{2,14}")
"""A number alone, as most cells have it."""
_LONGEST = 300
_MOST = 20


def read_phones(text: str) -> list[str]:
    """The numbers in a text, in digits with a leading ``+`` as it stands and ``转`` before an extension.

    `NotationError` ``digits_lost``, ``bad_phone`` for a text that holds anything that is no number of 3 to 15 digits.
    """
    if _BARE.fullmatch(text):
        return [text]
    if digits_lost(text):
        raise NotationError("digits_lost", text)
    bare = "\n".join(plain(line) for line in text.splitlines()).strip()
    if not bare or len(bare) > _LONGEST:
        raise NotationError("bad_phone", text)
    bare = _AROUND.sub(" ", read_code(bare) if "\n" not in bare else bare)
    found = [_phone(part.strip(), text) for part in _BETWEEN.split(bare) if part and part.strip()]
    if not found or len(found) > _MOST:
        raise NotationError("bad_phone", text)
    return list(dict.fromkeys(found))


def write_phones(phones: Iterable[str]) -> str:
    return " / ".join(phones)


def phone_key(phone: str) -> str:
    """What numbers are compared by: digits, without the country code of China and without an extension."""
    if _BARE.fullmatch(phone) and not phone.startswith("86"):
        return phone
    number = plain(phone).split("转")[0]
    digits = re.sub(r"[^0-9]", "", number)
    for prefix in ("0086", "86"):
        rest = digits.removeprefix(prefix)
        if rest != digits and (prefix == "0086" or number.startswith("+") or re.fullmatch(r"1[3-9][0-9]{9}", rest)):
            return rest if rest.startswith("1") and len(rest) == 11 else f"0{rest.lstrip('0')}"
    return digits


def _phone(part: str, text: str) -> str:
    extension = ""
    if match := _EXTENSION.search(part):
        part, extension = part[: match.start()], match[1]
    elif match := _LANDLINE.fullmatch(part):
        part, extension = match[1], match[2]
    part = re.sub(r"^[^0-9+(]{1,10}(?<!-)\s*(?=[0-9+(])|\s*[^\W\d_]{1,10}$", "", part).strip()
    part = _TRUNK.sub(r"\1", part)
    digits = re.sub(r"[^0-9]", "", part)
    if (
        not _NUMBER.fullmatch(part.replace("(", "", 1) if part.startswith("(") else part)
        or not 3 <= len(digits) <= 15
    ):
        raise NotationError("bad_phone", text)
    number = f"+{digits}" if part.startswith("+") else f"+{digits[2:]}" if digits.startswith("0086") else digits
    return f"{number}转{extension}" if extension else number
