"""Commands of the engine alone: solve a public instance, warm the compiled kernel."""

from __future__ import annotations

import time
from argparse import Namespace

from tui.cli.output import Output
from tui.cli.searching import search_limits

_AROUND = 0.3
"""Seconds that the command takes before it comes here and after its answer: they count towards its limit."""


def warm(out: Output) -> int:
    """Compiles and caches the engine."""
    from routing.engine.warming import warm as warm_engine

    began = time.monotonic()
    out.say(out.t("cli.warming"))
    warm_engine(out.say)
    out.say(out.t("cli.warm", seconds=f"{time.monotonic() - began:.1f}"))
    return 0


def solve(args: Namespace, out: Output) -> int:
    """Solves a routing problem in a public format."""
    from routing.engine.client import EngineError, solve_blocking
    from routing.formats import read
    from routing.problem import ProblemError

    began = time.monotonic()
    seconds, iterations, workers = search_limits(args, default_seconds=10.0)
    instance = read(args.file)
    if seconds is not None:
        # the limit holds for the whole command, reading included
        seconds = max(0.1, seconds - (time.monotonic() - began) - min(_AROUND, seconds / 10))
    try:
        done = solve_blocking(
            instance.problem, seconds=seconds, iterations=iterations, seed=args.seed, workers=workers
        )
    except (EngineError, ProblemError) as error:
        if error.code.startswith("engine_"):
            raise
        raise EngineError(f"problem.{error.code}", **error.params) from error
    document = instance.document(done, seconds=time.monotonic() - began)
    if out.as_json:
        out.json(document)
    else:
        out.data(
            out.t(
                "solve.summary",
                instance=document["instance"],
                kind=document["kind"],
                cost=document["cost"],
                routes=len(document["routes"]),
                unserved=len(document["unserved"]),
                seconds=document["seconds"],
            )
        )
        for number, clients in zip(document["vehicles"], document["routes"], strict=True):
            out.data(out.t("solve.route", number=number, clients=" ".join(map(str, clients))))
    return 130 if done.interrupted else 0
