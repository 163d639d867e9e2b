"""The search for plain problems: identical vehicles, one window and one demand a stop.

Such a problem is held as a few small arrays and its routes as chains of nodes, so that a step costs some
microseconds. What a problem does not use is not looked at. Everything else is searched over the judge
(`routing.engine.rich`).
"""
