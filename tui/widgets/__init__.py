"""Widgets that every screen builds on. None of them reads markup: a name is shown as it is."""
