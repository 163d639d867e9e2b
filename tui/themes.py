"""Looks: a calm dark one, a light one."""

from __future__ import annotations

from textual.theme import Theme

THEMES = (
    Theme(
        name="roundsman-dark",
        primary="#5fa8d3",
        secondary="#8fb8a8",
        accent="#e3b341",
        warning="#e3b341",
        error="#f47067",
        success="#57ab5a",
        foreground="#d5dbe3",
        background="#12161c",
        surface="#191f27",
        panel="#222a35",
        dark=True,
        variables={"dim": "#8792a2"},
    ),
    Theme(
        name="roundsman-light",
        primary="#1f6f9f",
        secondary="#3b7a66",
        accent="#9a5b00",
        warning="#8a5a00",
        error="#b3261e",
        success="#1c7a3d",
        foreground="#1d242c",
        background="#f6f6f2",
        surface="#ffffff",
        panel="#e6e8e6",
        dark=False,
        variables={"dim": "#666f78"},
    ),
)
