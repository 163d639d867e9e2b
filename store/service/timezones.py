"""Time zones by their names in the tz database, and which one is meant by what is none of them."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_SPOKEN = dict.fromkeys(
    ("北京时间", "中国", "北京", "上海", "东八区", "beijing", "china", "utc8", "gmt8", "utc0800", "gmt0800"),
    "Asia/Shanghai",
)
"""What people say for a zone that the tz database names otherwise."""
_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})
"""Names of the database that say nothing of where one is."""


def known(name: str) -> bool:
    """Whether the zone can be reckoned with."""
    if name in _NO_PLACES or name.startswith(("posix/", "right/")):
        return False
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # a folder of the database, a path out of it, no such name
        return False
    return True


def meant(name: str) -> str | None:
    """The zone that was probably meant by a name that is none; None where nothing comes near."""
    plain = _plain(name)
    if plain in _SPOKEN:
        return _SPOKEN[plain]
    places = _places()
    if plain in places:
        return places[plain]
    found = get_close_matches(plain, places, n=1, cutoff=0.8)
    return places[found[0]] if found else None


@cache
def _places() -> dict[str, str]:
    """The zones by their whole name and by their city, both without signs."""
    zones = sorted(zone for zone in available_timezones() if known(zone) and not zone.startswith("Etc/"))
    cities = {_plain(zone.rpartition("/")[2]): zone for zone in zones if "/" in zone}
    return {**cities, **{_plain(zone): zone for zone in zones}}


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
