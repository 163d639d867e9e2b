"""Every screen and its dialogs on every size: nothing beyond the edges, nothing over another, the way out in sight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rich.cells import cell_len
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from store.records import StopKind
from tests.tui.harness import Player, playing
from tests.tui.test_snapshots import lived_in
from tests.tui.town import TODAY, Clock, serviced
from tui.app import MODES
from tui.jobs.office import Office
from tui.jobs.review import SECTIONS
from tui.screens.board_panes import PANES
from tui.screens.dialogs import Dialog
from tui.screens.records import KINDS
from tui.widgets.footer import CommandFooter
from tui.widgets.line import Line, width_of_parts

SIZES = [((45, 20), "en"), ((45, 20), "zh"), ((80, 24), "en"), ((120, 40), "zh"), ((240, 70), "en")]
FULL = 120
"""A width on which every dialog has all the room that it takes."""


def seen(screen: Screen[Any]) -> Iterator[Widget]:
    """Widgets without others in them, that are shown."""
    for widget in screen.walk_children():
        shown = all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))
        if shown and not widget.children and type(widget).__module__.startswith(("tui.", "textual.widgets")):
            yield widget


def faults(player: Player) -> list[str]:
    """What is wrong with the screen as it stands."""
    screen, app = player.app.screen, player.app
    found: list[str] = []
    widgets = list(seen(screen))
    whole = app.size.region
    for widget in widgets:
        region = widget.region
        if not region.area:
            found.append(f"{widget} has no room")
        elif not whole.contains_region(region):
            found.append(f"{widget} at {region} is outside the screen")
        elif isinstance(screen, Dialog) and not screen.query_one(".box").content_region.contains_region(region):
            found.append(f"{widget} at {region} is outside the box")
        if isinstance(widget, Input) and cell_len(widget.placeholder) > widget.size.width:
            found.append(f"{widget.placeholder!r} is cut")
        if isinstance(widget, Line):
            rows = widget.rows(widget.size.width)
            if len(rows) > widget.size.height or any(width_of_parts(row) > widget.size.width for row in rows):
                found.append(f"{[part.text for row in rows for part in row]} is cut")
    for number, one in enumerate(widgets):
        found += [
            f"{one} covers {other}" for other in widgets[number + 1 :] if one.region.intersection(other.region).area
        ]
    footer = screen.query_one(CommandFooter)
    keys = "".join(part.text for part in footer.parts(footer.size.width))
    if ("Esc" if isinstance(screen, Dialog) else " ? ") not in keys:
        found.append(f"no way on in the footer: {keys}")
    return found


async def still(player: Player) -> None:
    """Waits until the screen stays as it is."""
    texts: list[str] = []

    def settled() -> bool:
        texts.append(player.screen_text())
        return texts[-1:] == texts[-2:-1]

    await player.until(settled, "rest")


async def check(player: Player, where: str) -> None:
    await still(player)
    told = faults(player)
    assert not told, f"{where}: {told}\n{player.screen_text()}"


async def dialogs(player: Player, screen: Screen[Any], *keys: str) -> None:
    """The dialog that each key opens; where one cannot grow any more it looks the same as where it just can."""
    for key in keys if player.app.size.width < FULL else ():
        await player.press(key)
        await player.dialog()
        await check(player, f"{type(screen).__name__} {key}")
        await player.press("escape")
        await player.until(lambda: player.app.screen is screen, f"{key} to be left")


def town(at: Office, clock: Clock) -> None:
    """A day half driven, with something on every list, and a vehicle to settle."""
    lived_in(at, clock)
    serviced(at)
    reps, name = at.books.reps.all(), "很长很长的名字一直写到行尾也写不完的业务代表"
    at.books.vehicles.put([{"id": "V1", "plate": "浙[/b]A12345", "name": name}])
    at.books.reps.put(
        [
            {**reps["R1"].to_json(), "rev": 0, "vehicle": "V1"},
            {"id": "R4", "name": name, "role": "both"},
            {"id": "R5", "name": "متجر الأمل 👨‍👩‍👧‍👦", "role": "supervisor"},
        ]
    )
    lines = [{"product": "P1", "quantity": 24, "price": "2.00"}]
    at.books.orders.put([{"id": "SO-1", "outlet": "C01", "promised": str(TODAY), "lines": lines}])


@pytest.mark.parametrize(("size", "language"), SIZES)
async def test_everything_has_its_room(bare: Office, clock: Clock, size: tuple[int, int], language: str) -> None:
    town(bare, clock)
    async with playing(bare, size=size, language=language) as player:
        board = await player.board()
        assert board.choose_stop(("C02", StopKind.VISIT))
        for pane in PANES:
            board.show_pane(pane)
            await check(player, f"board {pane}")
        board.show_pane("list")
        await dialogs(player, board, "p", "e", "V", "g", "slash", "x", "f1", "ctrl+p", "m", "a")
        rounds = await player.rounds()
        await player.press("end")
        await check(player, "rounds")
        await dialogs(player, rounds, "r", "x", "v", "k")
        for key in ("e", "p", "w", "s", "c"):
            await player.press(key)
            if isinstance(player.app.screen, Dialog):
                await player.press("enter")
            await still(player)
            assert player.app.screen is not rounds, key
            await check(player, f"rounds {key}")
            await player.press("escape")
            await player.until(lambda: player.app.screen is rounds, f"{key} to be left")
        outlets = await player.outlets()
        outlets.table.focus()
        assert outlets.table.show_key("C04")
        await check(player, "outlets")
        await dialogs(player, outlets, "p", "i")
        for key in ("o", "e"):
            await player.press(key)
            await check(player, f"outlets {key}")
            await player.press("escape")
        for mode in MODES:
            player.app.go(mode)
            await player.until(lambda mode=mode: player.app.current_mode == mode, mode)
            await check(player, mode)
            screen: Any = player.app.screen
            for name in {"service": SECTIONS, "records": KINDS}.get(mode, ()):
                (screen.open_section if mode == "service" else screen.show_kind)(name)
                await check(player, f"{mode} {name}")


@pytest.mark.parametrize("keys", [("shift+pagedown", "shift+pageup"), ("ctrl+pagedown", "ctrl+pageup")])
async def test_what_is_longer_than_its_pane_is_read_on_by_a_key_while_the_list_has_the_focus(
    bare: Office, clock: Clock, keys: tuple[str, str]
) -> None:
    town(bare, clock)
    async with playing(bare, size=(45, 20), language="zh") as player:
        screen = await player.outlets()
        await still(player)
        pane = screen.too_long
        assert pane is not None
        assert not pane.has_focus
        for _ in range(9):
            await player.press(keys[0])
        await player.until(lambda: pane.scroll_offset.y == pane.max_scroll_y > 0, "its end")
        for _ in range(9):
            await player.press(keys[1])
        await player.until(lambda: pane.scroll_offset.y == 0, "its beginning")
