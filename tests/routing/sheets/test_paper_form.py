"""What is written on paper is what is keyed in: the same blanks, in the same order, under the same names."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest

from routing.sheets.paper_form import boxes
from routing.sheets.reply.fields import field_named
from tests.tui.jobs.returning import REP, TODAY, worked_day
from tui.jobs.forms import forms_of
from tui.jobs.sheets import make_sheet
from tui.state.keying import Keying, State


@pytest.mark.parametrize("language", ["zh", "en"])
def test_paper_and_grid_ask_the_same_in_the_same_order(tmp_path: Path, language: str) -> None:
    office = worked_day(tmp_path / "books", stops=6, language=language)
    grid = Keying(office, TODAY, REP)
    for place, form in enumerate(forms_of(office, TODAY, REP).stops):
        rows = boxes(form, 527, chinese=language == "zh")
        printed = [box for row in rows for box in row]
        asked = [each for each in grid.blanks if grid.state(place, each.name) is not State.OUTSIDE]
        assert [box.blank for box in printed] == [each.name for each in asked]
        assert [box.name for box in printed] == [grid.heading(each) for each in asked]
        for row in rows:
            assert row[0].x == 0
            assert row[-1].x + row[-1].width == pytest.approx(527)
            assert all(one.x + one.width == pytest.approx(other.x) for one, other in pairwise(row))
        for box in printed:  # numbers that can be ringed can be read
            if box.blank in ("steps", "points", "found", "bulletins", "rating"):
                assert box.printed
                field_named(box.blank).parse(box.printed[-1], form)
    text = "\n".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(make_sheet(office, TODAY, REP, "pdf")[1])).pages
    )
    for form in forms_of(office, TODAY, REP).stops:
        assert form.outlet in text
    assert office.t("paper.how")[:12] in text
    assert "P01" in text
    assert "paper." not in text
