"""Makes docs/today.svg, the picture in the README: the real Today screen of a fresh practice office."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from sharedlives_tui import demo
from sharedlives_tui.app import OfficeApp
from sharedlives_tui.clock import Clock

DAY = date(2026, 11, 24)
SIZE = (120, 36)
PICTURE = Path(__file__).parents[1] / "docs" / "today.svg"


async def take(folder: Path, picture: Path) -> None:
    desk = demo.make(folder / "practice.db", today=DAY)
    app = OfficeApp(replace(desk, clock=Clock(DAY)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(1.0)
        await app.workers.wait_for_complete()
        await pilot.pause(0.5)
        picture.write_text(spaced(plain(app.export_screenshot(title="sharedlives"))), encoding="utf-8")


def plain(svg: str) -> str:
    """The picture with the reader's own monospace font: it fetches nothing."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    return re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")


def spaced(svg: str) -> str:
    """The picture with the spaces that a line begins with, which some programs that show pictures leave out."""
    return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)


def main() -> int:
    picture = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(take(Path(folder), picture))
    print(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
