"""Commands: each has its words in both languages, a way to reach it, and a key of its own."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.binding import BindingsMap

from tui.app import RoundsmanApp
from tui.commands import Command, Commanded
from tui.keymap import FORBIDDEN, character, shown, twins
from tui.locale import LANGUAGES, has
from tui.screens.board import BoardScreen
from tui.screens.call import CallScreen
from tui.screens.channel import Branches, ChannelScreen
from tui.screens.choosing import ChooseMany
from tui.screens.dating import AskDate
from tui.screens.dialogs import AskText, Choose, Confirm, Decide, Tell
from tui.screens.homecoming import HomecomingScreen
from tui.screens.import_preview import ImportPreview
from tui.screens.jumping import Jump
from tui.screens.keying import KeyingScreen
from tui.screens.opening import OpeningScreen
from tui.screens.outlets import OutletsScreen
from tui.screens.page import PageScreen
from tui.screens.record import RecordScreen
from tui.screens.records import RecordsScreen
from tui.screens.returns import ReturnsScreen
from tui.screens.rounds import RoundsScreen
from tui.screens.service import ServiceScreen
from tui.screens.settling import SettlingScreen
from tui.screens.standards import StandardScreen
from tui.widgets.board_map import BoardMap
from tui.widgets.channel_map import ChannelMap
from tui.widgets.timeline import Timeline

SCREENS: list[type[Commanded]] = [
    BoardScreen,
    RoundsScreen,
    CallScreen,
    OutletsScreen,
    OpeningScreen,
    ServiceScreen,
    ChannelScreen,
    HomecomingScreen,
    KeyingScreen,
    PageScreen,
    ReturnsScreen,
    SettlingScreen,
    StandardScreen,
    RecordScreen,
    RecordsScreen,
]
DIALOGS: list[type[Commanded]] = [AskDate, AskText, Choose, ChooseMany, Confirm, Decide, ImportPreview, Jump, Tell]
PANES: dict[type[Commanded], type[Commanded]] = {
    BoardMap: BoardScreen,
    ChannelMap: ChannelScreen,
    Branches: ChannelScreen,
    Timeline: BoardScreen,
}
"""Widgets with commands of their own, and the screen they stand on."""
OWNERS = [*SCREENS, *DIALOGS, *PANES, RoundsmanApp]
EVERY = {command.id: command for owner in OWNERS for command in owner.all_commands()}
TAKING_TURNS = {
    frozenset({"board.stop", "board.back"}),
    frozenset({"board.add", "board.take_in"}),
    frozenset({"board.undo", "app.suspend"}),
    frozenset({"keying.undo", "app.suspend"}),
}
"""Commands on one key of which only one can ever be done."""


def test_every_screen_of_the_package_is_looked_at() -> None:
    def below(base: type[Commanded]) -> set[type[Commanded]]:
        return {base} | {each for child in base.__subclasses__() for each in below(child)}

    known = {each.__name__ for owner in OWNERS for each in owner.__mro__}
    found = {each.__name__ for each in below(Commanded) if each.__module__.startswith("tui.")}
    assert found <= known


@pytest.mark.parametrize("command", EVERY.values(), ids=EVERY)
def test_a_command_has_a_title_a_help_and_a_way_to_reach_it(command: Command) -> None:
    for language in LANGUAGES:
        assert has(language, command.title_key)
        assert has(language, command.help_key)
    assert command.keys or command.palette
    assert command.footer == 0 or command.keys, "a footer item shows a key"


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_a_command_is_done_by_a_method_of_its_name(owner: type[Commanded]) -> None:
    for command in owner.all_commands():
        assert callable(getattr(owner, f"action_{command.name}")), command.id


@pytest.mark.parametrize("screen", [*SCREENS, *DIALOGS], ids=lambda owner: owner.__name__)
def test_no_two_commands_of_one_screen_share_a_key_unless_they_take_turns(screen: type[Commanded]) -> None:
    commands = [
        *screen.all_commands(),
        *(each for each in RoundsmanApp.all_commands() if screen in SCREENS or each.priority),
    ]
    for one, other in combinations(commands, 2):
        shared = {binding.key for binding in one.bindings()} & {binding.key for binding in other.bindings()}
        assert not shared or frozenset({one.id, other.id}) in TAKING_TURNS, (one.id, other.id, shared)


@pytest.mark.parametrize(("pane", "screen"), PANES.items(), ids=lambda owner: owner.__name__)
def test_a_pane_takes_no_key_from_its_screen(pane: type[Commanded], screen: type[Commanded]) -> None:
    keys = {binding.key: command.id for command in screen.all_commands() for binding in command.bindings()}
    for command in pane.all_commands():
        for binding in command.bindings():
            assert binding.key not in keys, (command.id, keys[binding.key])


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_every_key_of_every_command_reaches_it(owner: type[Commanded]) -> None:
    """A class's bindings hide those of its bases on the same key; none may be lost that way."""
    merged: BindingsMap = owner._merge_bindings()  # type: ignore[attr-defined]
    for command in owner.all_commands():
        for binding in command.bindings():
            for made in BindingsMap([binding]).key_to_bindings:
                actions = [each.action for each in merged.key_to_bindings[made]]
                assert f"command('{command.id}')" in actions, (command.id, made)


@pytest.mark.parametrize("command", EVERY.values(), ids=EVERY)
def test_no_key_is_one_that_a_terminal_keeps_or_sends_as_another(command: Command) -> None:
    for key in command.keys:
        assert key not in FORBIDDEN or command.id == "app.interrupt", key
        assert not key.startswith(("ctrl+shift+", "alt+", "ctrl+alt+")), key


@pytest.mark.parametrize("command", EVERY.values(), ids=EVERY)
def test_a_letter_is_never_the_only_way(command: Command) -> None:
    """With an input method on letters go to it: a key without a letter, the palette, or Esc must do."""
    letters = [key for key in command.keys if len(key) == 1 and key.isalpha()]
    assert command.palette or len(letters) < len(command.keys) or command.id == "app.no"


@pytest.mark.parametrize("command", EVERY.values(), ids=EVERY)
def test_every_printable_key_has_its_full_width_twin(command: Command) -> None:
    bound = {binding.key for binding in command.bindings()}
    for key in command.keys:
        if character(key):
            assert twins(key)
            assert set(twins(key)) <= bound


@pytest.mark.parametrize("command", EVERY.values(), ids=EVERY)
def test_keys_are_shown_as_people_read_them(command: Command) -> None:
    for key in command.keys:
        assert 0 < len(shown(key)) <= 5, shown(key)
        assert "_" not in shown(key)


def test_movements_alone_stay_out_of_the_palette() -> None:
    hidden = {command.id for command in EVERY.values() if not command.palette}
    assert hidden == {
        "app.accept",
        "app.interrupt",
        "app.leave",
        "app.no",
        "app.open",
        "app.palette",
        "app.take",
        "app.yes",
        "board.back",
        "board.next_pane",
        "board.previous_pane",
        "dates.next_month",
        "dates.previous_month",
        "chart.east",
        "chart.north",
        "chart.south",
        "chart.west",
        "forms.mark",
        "forms.previous_group",
        "forms.previous_list",
        "forms.to_list",
        "keying.down",
        "keying.next",
        "keying.previous",
        "keying.up",
        "outlets.back",
        "timeline.above",
        "timeline.below",
        "timeline.earlier",
        "timeline.later",
    }
