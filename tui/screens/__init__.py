"""Screens: one file each, its looks in a ``.tcss`` beside it.

How a screen joins
------------------
A screen is a subclass of `tui.screens.base.RoundsmanScreen`. It yields its own widgets in ``body()``; the
title bar and the footer are there already. It lists its `ACTIONS` (see `tui.commands`) and does them in
``action_NAME``, plain or ``async``; an ``async`` one runs as a worker and may await the app's dialogs.
``refresh_texts()`` is called when the language changes, ``day_changed()`` when another date is chosen and
``books_changed()`` when anybody, this app too, has written to the books.
A screen reached by a function key is named in `tui.app.MODES` and made without arguments; others are pushed
with ``app.push_screen``. Books, clock and language are in ``self.office``, sentences in ``self.t``.
"""
