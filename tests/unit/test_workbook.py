"""Excel workbooks: what people typed is text in them, days are days, and nothing is a formula, a link or a number."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from sharedlives_tui import workbook
from sharedlives_tui.store.workload import OwnerLoad
from sharedlives_tui.workbook import Sheet

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.org/?"&A1)',
    "+44 1632 960111",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "{=1+1}",
    "http://example.org",
    "internal:Sheet1!A1",
    "mailto:a@example.org",
    "2026-11-24",
    "1e5",
    "<b>&amp;</b>",
    "\uff1d1+1",
)


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def cells(content: bytes, sheet: int = 1) -> list[list[str]]:
    """The cells of a sheet as Excel reads them: its strings by their place in the table of strings."""
    found = parts(content)
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    strings = [
        "".join(each.text or "" for each in one.iterfind(".//x:t", space))
        for one in ElementTree.fromstring(found.get("xl/sharedStrings.xml", "<none/>")).iterfind("x:si", space)
    ]
    rows = []
    for row in ElementTree.fromstring(found[f"xl/worksheets/sheet{sheet}.xml"]).iterfind(".//x:row", space):
        values = [(cell.get("t"), cell.findtext("x:v", "", space)) for cell in row.iterfind("x:c", space)]
        rows.append([strings[int(value)] if kind == "s" else value for kind, value in values])
    return rows


def test_what_people_typed_stays_text() -> None:
    content = workbook.workbook("Test", [Sheet("Cases", ("Words",), [(each,) for each in HOSTILE])], AT)
    found = parts(content)
    words = found["xl/worksheets/sheet1.xml"]
    assert "<f>" not in words
    assert "hyperlink" not in words.lower()
    assert not any("_rels/sheet" in name or "externalLink" in name for name in found), "no cell leads anywhere"
    assert len(re.findall(r't="s"', words)) == len(HOSTILE) + 1
    assert [row[0].strip() for row in cells(content)[1:]] == [each.strip() for each in HOSTILE]


def test_days_and_numbers_are_what_they_are() -> None:
    content = workbook.workbook("Test", [Sheet("Days", ("Day", "Number", "None"), [(date(2026, 11, 24), 7, None)])], AT)
    assert cells(content)[1] == ["46350", "7"]
    assert "d mmm yyyy" in parts(content)["xl/styles.xml"]


def test_a_text_is_cut_where_a_cell_is_full_and_says_so() -> None:
    content = workbook.workbook("Test", [Sheet("Long", ("Words",), [("x" * 40_000,), ("a\x0bb\x00c",)])], AT)
    long, odd = (row[0] for row in cells(content)[1:])
    assert len(long) == workbook.LONGEST
    assert long.endswith(workbook.CUT)
    assert odd.isprintable()


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with pytest.raises(ValueError, match="no more rows"):
        workbook.workbook("Test", [Sheet("Many", ("Words",), [("a",)] * 3)], AT)


def test_the_same_office_at_the_same_time_makes_the_same_workbook() -> None:
    first, again = (workbook.workbook("Test", [Sheet("One", ("Words",), [("a",)])], AT) for _ in range(2))
    assert parts(first) == parts(again)


@pytest.mark.parametrize(
    "name", ["Care&Grow Lives", "A & B &[Picture] &D", "8 Bells", "\U0001f3e0" * 200, "a\x1b]0;b\x07"]
)
@pytest.mark.filterwarnings("error")
def test_the_mark_stands_at_the_foot_whatever_the_office_is_called(name: str) -> None:
    """At the foot of a page some letters would begin a command, and a line that is too long would be left out."""
    mark = f"{name}: row 1234567890 {'9f' * 32} 2026-11-24T09:30:00Z"
    content = workbook.workbook("Test", [Sheet("One", ("Words",), [("a",)])], AT, mark)
    assert cells(content, 2)[1][0].endswith(mark[len(name) + 2 :])
    for number in (1, 2):
        (foot,) = re.findall(r"<oddFooter>(.*)</oddFooter>", parts(content)[f"xl/worksheets/sheet{number}.xml"])
        assert foot.endswith(f" row 1234567890 {'9f' * 32} 2026-11-24T09:30:00Z")
        assert foot.startswith("&amp;L&amp;7 ")
        assert foot.count("&") == 2
        assert foot.isprintable()
    assert "oddFooter" not in "".join(parts(workbook.workbook("Test", [], AT)).values())


def test_owners_stand_with_their_names_or_without() -> None:
    loads = [
        OwnerLoad(None, "", dict.fromkeys(workbook.STATE_HEADS, 1), 5),
        OwnerLoad(3, "=Reed", dict.fromkeys(workbook.STATE_HEADS, 0), 2),
    ]
    sheet, bare = (workbook.workload_sheet(loads, workbook.STATE_HEADS, names=names) for names in (True, False))
    assert [row[0] for row in sheet.rows] == ["Nobody yet", "=Reed"]
    assert [row[0] for row in bare.rows] == ["Nobody yet", "P-3"]
    assert [[*row][-1] for row in sheet.rows] == [5, 2]
