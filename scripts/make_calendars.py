"""Makes data/calendars/*.toml anew from the `holidays` library; with --check, says which would differ."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sharedlives_tui.calendars import library_holidays  # noqa: E402  (runs from a checkout that is not installed)
from sharedlives_tui.workdays import NATIONS  # noqa: E402

FOLDER = ROOT / "data" / "calendars"
HEAD = """\
# The bank holidays of {name}, 2000 to 2100, substitute days and one-off days included.
# Made from version {version} of the Python library `holidays`. To remake: python scripts/make_calendars.py
# One holiday a line, in just this shape. A scheme records its own closures in its office, not here.
nation = "{nation}"

[holidays]
"""


def calendar_text(nation: str) -> str:
    """Return the whole text of one nation's calendar file."""
    name = nation.replace("-", " ").title()
    head = HEAD.format(name=name, version=version("holidays"), nation=nation)
    lines = [f'{day.isoformat()} = "{holiday}"\n' for day, holiday in library_holidays(nation).items()]
    return head + "".join(lines)


def main(arguments: list[str]) -> int:
    """Write the files; with --check only compare them. Return 0, or 1 where a file differs."""
    differing = 0
    for nation in NATIONS:
        file, text = FOLDER / f"{nation}.toml", calendar_text(nation)
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        differing += 1
        if "--check" in arguments:
            print(f"{file.name} differs from the library. Run python scripts/make_calendars.py to remake it.")
        else:
            FOLDER.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            print(f"{file.name} written")
    return 1 if differing and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
