"""Makes docs/keys.md, the card of keys as the program comes: `sharedlives settings keys --card` prints one's own."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sharedlives_tui.key_card import key_card

PAGE = Path(__file__).parents[1] / "docs" / "keys.md"
_HEAD = """# A card of keys

One page, to print and keep beside the screen. `sharedlives settings keys --card` prints it with your own keys, if you
have chosen some; `?` (`F1` where you type) shows those of the screen in front of you.

"""


def page() -> str:
    """Return the page as it should be."""
    return f"{_HEAD}```text\n{key_card()}```\n"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
