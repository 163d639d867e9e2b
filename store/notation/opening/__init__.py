"""Opening hours by date: the words as they came, read anew for the date that is asked about. See docs/hours.md."""

from store.notation.opening.dates import Hours, Place, Told, by_holidays, by_sun, hours_on, told_of, week_of

__all__ = ["Hours", "Place", "Told", "by_holidays", "by_sun", "hours_on", "told_of", "week_of"]
