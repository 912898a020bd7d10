"""What a command writes out of the office is told in the journal before a byte of it lies anywhere."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from sharedlives_tui.cli import files
from tests.cli.conftest import Office

WAYS = {
    "limits": ("calendar", "month", "--ics"),
    "letter": ("notice", "save", "CO-0001", "acknowledge", "--docx"),
    "copies": ("case", "bundle", "CO-0001", "--for", "Mrs Grace Hill", "--docx"),
    "paper": ("case", "attachment", "CO-0001", "1"),
    "performance for Excel": ("report", "performance", "--excel"),
}


def taken(office: Office) -> list[str]:
    sql = "SELECT json_extract(w.body, '$.what') FROM journal j JOIN words w ON w.seq = j.seq WHERE j.act = 'taken'"
    with closing(sqlite3.connect(office.path)) as link:
        return [row[0] for row in link.execute(sql)]


@pytest.mark.parametrize("what", WAYS)
def test_a_file_that_is_written_has_its_row_already(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    office.complaint()
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF")
    office.done("case", "attach", "CO-0001", str(paper))
    assert office(*WAYS[what], str(paper)).status == 3
    assert taken(office) == [], "what is not written over is not taken"

    def broken_off(*_: object) -> NoReturn:
        assert taken(office) == [what]
        raise OSError(5, "the disk was pulled out")

    monkeypatch.setattr(files, "put_in_place", broken_off)
    assert office(*WAYS[what], str(tmp_path / "out.file")).status == 3
    assert not (tmp_path / "out.file").exists()
    assert taken(office) == [what]
