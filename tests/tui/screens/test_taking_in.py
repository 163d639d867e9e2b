"""A table taken in from the app: asked about, shown, and only then written."""

from __future__ import annotations

from pathlib import Path

from store.books import Books
from tests.tui.harness import playing
from tests.tui.town import Clock, office
from tui.jobs.office import Office

TABLE = """客户编码,客户名称,客户等级,地址,经度,纬度,拜访频次,业务员
K001,老王烟酒店,A,文三路12号,120.1301,30.2741,每周2次,张伟
K002,[/b] 便利店,B,文三路20号,120.1322,30.2745,每周1次,张伟
K005,半个位置,C,文三路18号,120.1311,,两周1次,张伟
"""


async def test_a_table_is_shown_before_it_goes_in(bare: Office, tmp_path: Path) -> None:
    path = tmp_path / "客户 表.csv"
    path.write_bytes(TABLE.encode("gb18030"))
    before = len(bare.books.outlets.all())
    async with playing(bare, size=(120, 40)) as player:
        await player.outlets()
        await player.press("i")
        await player.answer("What is in the table?", text="1")
        await player.dialog("Which file?")
        await player.answer("Which file?", text=f"'{path}'")
        await player.answer("In which system", text="1")
        await player.dialog("what would become of it")
        said = " ".join(player.screen_text().split())
        assert "2 would be added" in said
        assert "gb18030 · GCJ-02" in said
        assert "row 4: half a position" in said
        assert len(Books(bare.books.folder).outlets.all()) == before
        await player.press("y")
        await player.told("2 added, 0 updated, 0 unchanged, 1 left out")
        await player.told("客户 表-rejects.csv")
    assert {"K001", "K002"} <= set(Books(bare.books.folder).outlets.all())
    assert "K005" in (tmp_path / "客户 表-rejects.csv").read_text(encoding="utf-8-sig")


ASKED = """code,name,location
A1,North,"24.94, 60.17"
A2,South,"24.95, 60.16"
"""


async def test_a_question_is_answered_in_the_preview_and_the_result_shown_anew(tmp_path: Path) -> None:
    bare = office(Books(tmp_path / "books"), Clock())  # where no place settles the order
    path = tmp_path / "asked.csv"
    path.write_text(ASKED, encoding="utf-8")
    async with playing(bare, size=(100, 30)) as player:
        await player.until(lambda: "no outlets yet" in player.screen_text(), "the books")
        await player.press("f4", "i")
        await player.answer("What is in the table?", text="1")
        await player.answer("Which file?", text=str(path))
        await player.dialog("what would become of it")
        await player.until(lambda: "2 rejected" in player.screen_text(), "what is held back")
        await player.press("enter")
        await player.dialog("may be read as")
        await player.press("down", "enter")
        await player.dialog("what would become of it")
        await player.until(lambda: "2 would be added" in player.screen_text(), "what the answer makes of it")
        await player.press("y")
        await player.told("2 added")
    outlet = Books(bare.books.folder).outlets.get("A1")
    assert (outlet.lat, outlet.lon) == (60.17, 24.94)


async def test_a_file_that_is_not_there_or_no_table_is_told(bare: Office, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("nothing,known\n1,2\n", encoding="utf-8")
    async with playing(bare, size=(120, 40)) as player:
        await player.outlets()
        await player.press("i")
        await player.answer("What is in the table?", text="1")
        dialog = await player.dialog("Which file?")
        await player.type(str(tmp_path / "nowhere.csv"))
        await player.press("enter")
        await player.until(lambda: "nowhere.csv" in player.screen_text(), "what is wrong")
        assert player.app.screen is dialog
        await player.answer("Which file?", text=str(path))
        await player.told("x.csv")


async def test_a_pasted_link_puts_an_outlet_in_its_place(bare: Office) -> None:
    async with playing(bare, size=(120, 40)) as player:
        screen = await player.outlets()
        screen.table.show_key("C10")
        await player.press("p")
        await player.answer("无位置小店", text="30.2741, 120.1551")
        await player.answer("In which system", text="1")
        await player.told("now at 30.2")
        await player.until(lambda: screen.outlet is not None and screen.outlet.located, "the position")
    outlet = Books(bare.books.folder).outlets.get("C10")
    assert not outlet.approximate
    assert abs((outlet.lon or 0) - 120.1551) > 0.003  # GCJ-02 lies some 450 m off


async def test_what_is_no_position_is_told(bare: Office) -> None:
    async with playing(bare, size=(120, 40)) as player:
        await player.outlets()
        await player.press("p")
        await player.answer("where is it?", text="[/b] nowhere")
        await player.told("[/b] nowhere")
