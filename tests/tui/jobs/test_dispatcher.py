"""A dispatcher's whole evening and a bad morning in a real terminal, by the keyboard alone and by the mouse alone.

Every step is what the screen offers at that moment (see `hands`), and after each it is looked at what is to be seen;
at the end, what the books hold. With ``--record FOLDER`` the screens are kept there as pages.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.books import Books
from store.records import Day, OrderStatus, StopKind
from tests.tui.jobs.hands import Hands, Keyboard, Mouse
from tests.tui.recording import Recording
from tests.tui.terminal import Terminal
from tests.tui.town import ZONE, Clock, office
from tui.jobs.demo import fill
from tui.jobs.desk import Desk

pytestmark = pytest.mark.tool("tmux")

MONDAY = dt.date(2026, 11, 23)
TUESDAY = MONDAY + dt.timedelta(1)
ITERATIONS = 300
Begin = Callable[..., tuple[Hands, Books, Recording]]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Opens the app on a sample distributor at a time; with a plan published for the date where one is asked for."""
    terminals: list[Terminal] = []

    def opened(
        hands: type[Hands], language: str, at: dt.datetime, size: tuple[int, int], *, published: bool = False
    ) -> tuple[Hands, Books, Recording]:
        books = Books(tmp_path / "books")
        fill(books, language=language, today=MONDAY, outlets=48, reps=4, seed=2)
        books.save_settings(books.settings.model_copy(update={"timezone": "Asia/Shanghai"}))
        if published:
            asyncio.run(publish(books, at))
        (tmp_path / "clock").write_text(at.isoformat())
        terminal = Terminal(tmp_path, width=size[0], height=size[1], language=language, iterations=ITERATIONS)
        terminals.append(terminal)
        return hands(terminal, language), books, Recording(terminal, tmp_path)

    yield opened
    for terminal in terminals:
        terminal.close()


async def publish(books: Books, at: dt.datetime) -> None:
    desk = Desk.open(office(books, Clock(at.hour, at.minute, at.date())), at.date())
    async for _ in desk.plan(seconds=None, iterations=ITERATIONS, workers=1):
        pass
    desk.publish()


def plan(books: Books, date: dt.date) -> Day:
    found = Books(books.folder).days.plan(date)
    assert found is not None
    return found


def placed(day: Day) -> dict[tuple[str, StopKind], str]:
    """Which rep serves each stop."""
    return {stop.key: route.rep for route in day.routes for stop in route.stops}


SAYS: dict[str, dict[str, str]] = {
    "en": {
        "evening": "A dispatcher's evening",
        "evening.about": "Tomorrow is planned, put right by hand, published and printed: {how}. The screens are those "
        "of a real terminal, recorded by `tests/tui/jobs/test_dispatcher.py`.",
        "morning": "A bad morning",
        "morning.about": "A rep is ill and an urgent order comes in after everything was published: {how}. The screens "
        "are those of a real terminal, recorded by `tests/tui/jobs/test_dispatcher.py`.",
        "keyboard": "by the keyboard alone",
        "mouse": "by the mouse alone",
        "open": "The app opens on today",
        "due": "Tomorrow, and what is due: the most urgent first, each with its reason",
        "planned": "Planned (F5): routes, stops with their hours, the map",
        "moving": "A stop put right by hand: what it would cost with each rep (m)",
        "moved": "It stands with the other rep; times and figures follow",
        "whatif": "What if a rep did not come (V): tried, and set beside the plan",
        "compared": "What would change",
        "asked": "Publishing (p) asks first",
        "sheets": "Sheets to print (e), the loading list among them",
        "written": "The sheets are written, and where is told",
        "published": "Morning: the published plan",
        "replan": "What has happened? (R)",
        "ill": "Without the rep who is ill: what would change is shown before it is taken",
        "taken": "The plan after that; it says that it is not what was published",
        "ordering": "An urgent order: the outlet, then products and how much",
        "ordered": "The delivery finds its place on a route",
        "again": "Published again: the reps see what is new",
    },
    "zh": {
        "evening": "调度员的一晚",
        "evening.about": "排好明天的线路，手工调整，发布，打印：{how}。画面取自真实终端，"
        "由 `tests/tui/jobs/test_dispatcher.py` 录下。",
        "morning": "糟糕的早上",
        "morning.about": "线路已发布，有人病了，又来了急单：{how}。画面取自真实终端，"
        "由 `tests/tui/jobs/test_dispatcher.py` 录下。",
        "keyboard": "全程只用键盘",
        "mouse": "全程只用鼠标",
        "open": "打开后看到的是今天",
        "due": "明天到期的网点：最急的排在前面，各有原因",
        "planned": "排线（F5）之后：线路、各站时间、地图",
        "moving": "手工调整一站（m）：交给每个人各要多花多少",
        "moved": "已移给另一人，时间和数字随之更新",
        "whatif": "假设（V）有人不来：试排一次，与现行排线并排比较",
        "compared": "会有哪些变化",
        "asked": "发布（p）前先问一句",
        "sheets": "要打印的路单（e），装车单也在其中",
        "written": "路单已写好，并说明放在哪里",
        "published": "早上：已发布的排线",
        "replan": "出了什么情况？（R）",
        "ill": "少了生病的人：先看会有哪些变化，再决定是否采用",
        "taken": "采用之后；标明与已发布的不同",
        "ordering": "急单：先选网点，再选产品和数量",
        "ordered": "送货排进了线路",
        "again": "再次发布：业务员看得到哪些是新的",
    },
}


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Path | None:
    folder = request.config.getoption("--record")
    return Path(folder) if folder else None


@pytest.mark.parametrize(("kind", "language"), [(Keyboard, "en"), (Mouse, "zh")], ids=["keyboard", "mouse"])
def test_a_whole_evening(begin: Begin, record: Path | None, kind: type[Hands], language: str) -> None:
    hands, books, seen = begin(kind, language, dt.datetime(2026, 11, 23, 18, 30, tzinfo=ZONE), (120, 36))
    t, says = hands.t, SAYS[language]
    reps = {rep.id: rep.name for rep in books.reps.all().values()}
    # open
    hands.sees("2026-11-23", "F5")
    seen.step(says["open"])
    # see what is due
    hands.do("app.next_day")
    hands.sees("2026-11-24", t("board.entry.due"), t("board.column.worth"), t("board.explain.why").strip())
    seen.step(says["due"])
    # optimise
    hands.do("board.plan")
    asked_of_beats = t("desk.freeing.which")
    hands.terminal.until(lambda: asked_of_beats in hands.terminal.seen() or planned(hands, language))
    if hands.box():
        hands.pick(t("desk.freeing.keep"))
    hands.sees(t("plan.status.draft"), t("board.column.slack"))
    seen.step(says["planned"])
    first = plan(books, TUESDAY)
    assert first.stop_count > 8
    # fix by hand
    route = max(first.routes, key=lambda each: len(each.stops))
    names = [each.name[:8] for each in route.stops]
    stop = next(each for each in route.stops[2:] if names.count(each.name[:8]) == 1 and each.kind is StopKind.VISIT)
    other = next(rep for rep in reps if rep != route.rep and first.route_of(rep) is not None)
    if kind is Mouse:
        hands.row(reps[route.rep])
        hands.sees(stop.name or stop.outlet)
    hands.row(stop.name or stop.outlet)
    hands.terminal.until(lambda: below(hands, stop.name or stop.outlet), "the reasons of the stop")
    hands.do("board.move")
    hands.asked(t("board.move.which", name=stop.name), t("board.move.cost"))
    seen.step(says["moving"])
    hands.pick(reps[other])
    hands.asked(t("board.move.where"))
    hands.ok()
    hands.terminal.until(lambda: placed(plan(books, TUESDAY)).get(stop.key) == other, "the stop with the other rep")
    hands.sees(f"● {reps[other]}")
    seen.step(says["moved"])
    # what if
    hands.do("board.variants")
    hands.asked(t("desk.variant.which"))
    hands.pick(t("desk.variant.new"))
    hands.asked(t("desk.setup.which"))
    hands.pick(t("desk.setup.kind.without"))
    hands.asked(t("desk.setup.kind.without"), reps[other])
    hands.pick(reps[other])
    name = t("desk.setup.without", rep=reps[other])
    hands.asked(t("desk.variant.which"), name)
    seen.step(says["whatif"])
    hands.pick(name)
    hands.asked(t("desk.variant.what"))
    hands.pick(t("desk.variant.do.compare"))
    hands.asked(name, reps[other])
    seen.step(says["compared"])
    hands.back()
    hands.asked(t("desk.variant.which"), name)
    hands.back()
    # publish
    hands.terminal.until(lambda: not hands.box(), "the board")
    hands.do("board.publish")
    hands.asked(t("board.publish.ask", date=TUESDAY.isoformat()))
    seen.step(says["asked"])
    hands.yes()
    hands.sees(t("board.publish.done", date=TUESDAY.isoformat()), t("plan.status.published"))
    # print
    hands.do("board.sheets")
    hands.asked(t("board.sheets.which"))
    seen.step(says["sheets"])
    hands.pick(t("board.sheet.pdf"), t("board.sheets_of_all"))
    sheet = books.folder.parent / f"roundsman-{TUESDAY}.pdf"
    hands.sees(sheet.name)
    seen.step(says["written"])
    hands.do("board.sheets")
    hands.asked(t("board.sheets.which"))
    hands.pick(t("board.sheet.loading"), t("board.sheets_of_all"))
    loading = books.folder.parent / f"roundsman-{TUESDAY}-loading.xlsx"
    hands.sees(loading.name)
    # what the books hold
    day = plan(books, TUESDAY)
    assert day.published_revision == day.revision
    assert placed(day)[stop.key] == other
    assert set(placed(day)) == set(placed(first))
    [variant] = books.days.variants(TUESDAY)
    assert variant.day.route_of(other) is None
    assert sheet.read_bytes().startswith(b"%PDF")
    assert loading.read_bytes().startswith(b"PK")
    assert [plan_ for plan_ in (Books(books.folder).days.plan(MONDAY),) if plan_ and plan_.revision > 1] == []
    if record:
        kept(seen, record, "evening", says, kind, language)


@pytest.mark.parametrize(
    ("kind", "language", "size"), [(Keyboard, "zh", (80, 32)), (Mouse, "en", (45, 44))], ids=["keyboard", "mouse"]
)
def test_a_bad_morning(
    begin: Begin, record: Path | None, kind: type[Hands], language: str, size: tuple[int, int]
) -> None:
    hands, books, seen = begin(kind, language, dt.datetime(2026, 11, 24, 7, 40, tzinfo=ZONE), size, published=True)
    t, says = hands.t, SAYS[language]
    reps = {rep.id: rep.name for rep in books.reps.all().values()}
    before = plan(books, TUESDAY)
    ill = max(before.routes, key=lambda each: len(each.stops)).rep
    hands.sees(t("plan.status.published"), reps[ill])
    seen.step(says["published"])
    # a rep is ill
    hands.do("board.replan")
    hands.asked(t("board.replan.which"))
    seen.step(says["replan"])
    hands.pick(t("board.replan.without"))
    hands.asked(t("board.replan.who"))
    hands.pick(reps[ill])
    hands.asked(t("board.replan.take"), reps[ill])
    seen.step(says["ill"])
    assert plan(books, TUESDAY) == before, "nothing is taken before it was shown"
    hands.take()
    hands.sees(t("board.changed_since"))
    hands.terminal.until(lambda: not hands.box(), "the board")
    seen.step(says["taken"])
    without = plan(books, TUESDAY)
    assert without.route_of(ill).out  # type: ignore[union-attr]
    assert ill not in placed(without).values()
    # an urgent order
    buyer = next(
        outlet
        for outlet in books.outlets.all().values()
        if outlet.located and outlet.status == "active" and not outlet.credit and not outlet.skills
        and (outlet.id, StopKind.DELIVERY) not in placed(without)
    )  # fmt: skip
    product = next(each for each in books.products.all().values() if each.own)
    hands.do("board.replan")
    hands.asked(t("board.replan.which"))
    hands.pick(t("board.replan.order"))
    hands.asked(t("board.order_in.where"))
    hands.pick(buyer.name, buyer.id)
    hands.asked(t("board.order_in.which", name=buyer.name))
    hands.pick(product.id)
    hands.asked(t("goods.how_many.order", name=product.name))
    hands.ok()
    hands.asked(t("board.order_in.which", name=buyer.name), t("board.order_in.done"))
    seen.step(says["ordering"])
    hands.pick(t("board.order_in.done"))
    hands.asked(t("board.replan.take"), buyer.name)
    seen.step(says["ordered"])
    hands.take()
    hands.terminal.until(lambda: (buyer.id, StopKind.DELIVERY) in placed(plan(books, TUESDAY)), "the delivery")
    hands.terminal.until(lambda: not hands.box(), "the board")
    # published again
    hands.do("board.publish")
    hands.asked(t("board.publish.ask", date=TUESDAY.isoformat()))
    hands.yes()
    hands.sees(t("plan.status.published"), t("board.publish.done", date=TUESDAY.isoformat()))
    seen.step(says["again"])
    # what the books hold
    day = plan(books, TUESDAY)
    assert day.published_revision == day.revision > before.revision
    assert ill not in placed(day).values()
    assert {key for key in placed(before) if key[1] is StopKind.DELIVERY} <= {
        *placed(day),
        *(stop.key for stop in day.unserved),
    }
    [order] = [each for each in books.orders.all().values() if each.outlet == buyer.id and each.urgent]
    assert (order.status, order.promised) == (OrderStatus.OPEN, TUESDAY)
    assert [(line.product, line.quantity) for line in order.lines] == [(product.id, 1)]
    if record:
        kept(seen, record, "morning", says, kind, language)


def planned(hands: Hands, language: str) -> bool:
    """Whether the search has ended without anything to be asked."""
    del language
    return hands.t("desk.freeing.nothing") in hands.terminal.seen()


def below(hands: Hands, name: str) -> bool:
    """Whether a name stands twice: in the list, and above its reasons, and not in a dialog."""
    return not hands.box() and hands.terminal.seen().count(name[:8]) >= 2


def kept(seen: Recording, folder: Path, story: str, says: dict[str, str], kind: type[Hands], language: str) -> None:
    """The page of a story: the README of each language leads to one of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    how = says[kind.__name__.lower()]
    name = f"{story}.{'zh-CN.' if language == 'zh' else ''}md"
    seen.write(folder / name, says[story], says[f"{story}.about"].format(how=how))
