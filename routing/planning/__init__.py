"""The seam between the books and the pure problem: records become a problem, routes become a plan with reasons."""

from routing.planning.due import Due, due_on, stop_by_hand
from routing.planning.errors import PlanningError
from routing.planning.world import World, completed

__all__ = ["Due", "PlanningError", "World", "completed", "due_on", "stop_by_hand"]
