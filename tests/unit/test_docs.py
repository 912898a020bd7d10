"""What the handbook says is so: links and pictures lead somewhere, commands and keys are there, the card is new."""

from __future__ import annotations

import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import guide_pictures, key_card
from scripts.pictures import Stop
from sharedlives_tui import folders, keymap, own_keys
from sharedlives_tui.__main__ import main
from sharedlives_tui.cli.parsing import EVERYWHERE, Parser
from sharedlives_tui.cli.run import COMMANDS
from sharedlives_tui.key_card import LINES, WIDTH
from sharedlives_tui.key_card import key_card as card
from sharedlives_tui.screens.people import PeopleScreen

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").rglob("*.md"))]
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
FOR_THE_DESK = [*GUIDE, ROOT / "README.md", ROOT / "docs" / "deapproval.md", ROOT / "docs" / "disputes.md"]
"""The pages that name keys."""
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`|^    .*$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?<![-\w/.])sharedlives +([a-z]+)(?: +([a-z]+))?")
TARGET = re.compile(r"\bmake ([a-z][a-z-]+)")


def anchors(page: Path) -> set[str]:
    """Return the names under which the headings of a page are linked to."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def astray(page: Path) -> Iterator[str]:
    """Yield the links of a page that lead nowhere in this tree; others' addresses are not looked at."""
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        where, _, heading = link.partition("#")
        if "://" in where or where.startswith("mailto:"):
            continue
        target = page.parent / where if where else page
        if not target.exists() or (heading and heading not in anchors(target)):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    assert list(astray(page)) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One thing, said\n[a](#one-thing-said) [b](#other) [c](gone.md) ![d](gone.svg)", encoding="utf-8")
    assert list(astray(page)) == ["#other", "gone.md", "gone.svg"]


def options_of(name: str) -> set[str]:
    """Return every option that a command takes, those of all commands among them."""
    module, summary = COMMANDS[name]
    parser = Parser(name, summary)
    importlib.import_module(f"sharedlives_tui.cli.{module}").JOBS[name].arguments(parser)
    own = {each for action in parser._actions for each in action.option_strings}
    return own | set(re.findall(r"--[a-z-]+", EVERYWHERE)) | {"--version", "--help"}


def uses(page: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield each command that a page writes out, with the options that stand behind it."""
    lines = page.read_text(encoding="utf-8").replace("\\\n", " ")
    for code in CODE.findall(lines):
        for line in code.strip("`").splitlines():
            words = re.sub(r"^.*?\bsharedlives +", "", line).split()
            for length in (2, 1):
                name = " ".join(words[:length]).replace("\\|week", "")
                if name in COMMANDS and (length == 2 or "sharedlives" in line or len(words) > 1):
                    yield name, set(re.findall(r"(?<!\S)\[?(--[a-z-]+)", line))
                    break


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_option_that_is_named_is_there(page: Path) -> None:
    assert [(name, named - options_of(name)) for name, named in uses(page) if named - options_of(name)] == []


def examples(page: Path) -> list[list[str]]:
    """Return the commands of the first example of a page, each as its words."""
    block = re.search(r"(?:^ *sharedlives .*\n(?:^ {4,}.*\n)*)+", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert block is not None
    lines = block[0].replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.strip()]


def test_the_examples_of_the_handbook_do_what_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those of the command line begin an office, those of the README go on in it; in a practice office, on a day."""
    first, further = examples(ROOT / "docs" / "command-line.md"), examples(ROOT / "README.md")
    assert (first[0][0], len(first), len(further)) == ("init", 7, 4)
    monkeypatch.chdir(tmp_path)
    Path("call-notes.txt").write_text("The rota changed twice.", encoding="utf-8")
    common = ["--database", "office.db", "--today", "2026-11-24"]
    for words in [[*first[0], "--practice"], *first[1:], *further]:
        name = [] if "--as" in words else ["--as", "Ida Marsh"]
        assert main([*words, *name, *common]) == 0, (words, capsys.readouterr().err)
    said = capsys.readouterr().out
    assert "Ended: acknowledge" in said
    assert "CO-0002 opened" in said


def test_commands_are_found_in_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "`sharedlives backup FILE --zip` and `case show REF --loud`\n\n    sharedlives due --far\n", "utf-8"
    )
    assert list(uses(page)) == [("backup", {"--zip"}), ("case show", {"--loud"}), ("due", {"--far"})]
    assert "--zip" not in options_of("backup")
    found = list(uses(ROOT / "docs" / "command-line.md"))
    assert len({name for name, _ in found}) > 40
    assert ("case bundle", {"--for", "--docx", "--preview"}) in found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_that_is_named_is_there(page: Path) -> None:
    areas = {name.split()[0] for name in COMMANDS}
    missing = []
    for code in CODE.findall(page.read_text(encoding="utf-8")):
        for first, second in COMMAND.findall(code):
            whole = f"{first} {second}"
            if first not in COMMANDS and whole not in COMMANDS and (second or first not in areas):
                missing.append(whole)
        missing += [target for target in TARGET.findall(code) if f"\n{target}:" not in (ROOT / "Makefile").read_text()]
    assert missing == []


def test_the_pictures_of_the_guide_are_those_that_the_script_takes_and_each_is_shown() -> None:
    lying = {each.stem for each in (ROOT / "docs" / "guide").glob("*.svg")}
    shown = {
        Path(link).stem for page in GUIDE for link in LINK.findall(page.read_text(encoding="utf-8")) if ".svg" in link
    }
    assert lying == shown == set(guide_pictures.FRAMES)
    for each in (ROOT / "docs" / "guide").glob("*.svg"):
        words = each.read_text(encoding="utf-8")
        assert len(words.encode()) < 60_000
        assert "@font-face" not in words
        assert words.startswith("<svg xml:space=")
        assert str(Path.home()) not in words


def test_a_picture_that_is_slimmed_keeps_its_words() -> None:
    fat = (
        '<svg>\n<style>\n</style><clipPath id="terminal-123456-line-0">\n<rect x="0"/>\n</clipPath>\n'
        '<rect shape-rendering="crispEdges" y="1.2345"/>\n'
        '<text class="terminal-123456-r1" clip-path="url(#terminal-123456-line-0)">Due&#160;today</text></svg>'
    )
    slim = guide_pictures.slim(fat)
    assert "Due\u00a0today" in slim
    assert 'class="t3456-r1"' in slim
    assert 'y="1.2"' in slim
    assert "clip" not in slim


def test_the_card_of_keys_in_the_handbook_is_up_to_date() -> None:
    assert key_card.PAGE.read_text(encoding="utf-8") == key_card.page(), "make key-card writes it anew"


def test_the_card_has_every_key_on_one_page() -> None:
    lines = card().splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= WIDTH
    cells = [cell for line in lines for cell in re.findall(r"(?:^|   )(\S+(?:, \S+)*) {2,}\S", line)]
    assert {key.shown for key in keymap.KEYS} - set("".join(f"{cell}, " for cell in cells).split(", ")) == set()
    text = "\n".join(lines)
    short = [key.words for key in keymap.KEYS if key.words not in text]
    assert set(short) <= {"Other", "Earlier", "Later", "Month/week", "Next", "Mine", "Write notice", "Why"}


def test_the_card_shows_ones_own_keys() -> None:
    own, problems = own_keys.overlay({"case.record": ("f6",)})
    assert not problems
    before = card()
    keymap.wear(own)
    try:
        mine = card()
    finally:
        keymap.wear({})
    assert "F6              Record step" in mine
    assert "F6 " not in before
    assert card() == before


@pytest.mark.parametrize("page", FOR_THE_DESK, ids=lambda page: page.name)
def test_every_key_that_is_named_is_in_the_table(page: Path) -> None:
    known = {keymap.say_key(each) for key in keymap.KEYS for each in key.keys} | {"Shift+Tab"}
    named = re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))
    keys = [
        each for each in named if len(each) == 1 or re.fullmatch(r"F\d+|(Ctrl|Shift)\+\w+|Esc|Tab|Enter|Space", each)
    ]
    assert [each for each in keys if each not in known] == []


@pytest.mark.parametrize("fault", ["no such case", "no such screen", "the program falls"])
def test_a_guide_picture_that_cannot_be_taken_fails_the_whole_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    stops = {
        "no such case": Stop("case", lambda _: ("CO-9999",)),
        "no such screen": Stop("nothing"),
        "the program falls": Stop("", keys=("4",)),
    }

    def fall(_screen: PeopleScreen) -> None:
        raise RuntimeError("a fault of the program")

    if fault == "the program falls":
        monkeypatch.setattr(PeopleScreen, "look_again", fall)
    for name in ("NO_COLOR", "SHAREDLIVES_SYMBOLS", folders.SETTINGS):  # they are as before afterwards
        monkeypatch.setenv(name, "1")
    monkeypatch.setattr(guide_pictures, "FRAMES", {"one": guide_pictures.Frame(stops[fault])})
    monkeypatch.setattr("sys.argv", ["guide_pictures.py", str(tmp_path)])
    if fault == "no such case":
        assert guide_pictures.main() == 1
        assert "one.svg was not written: there is no such case" in capsys.readouterr().err
    else:
        with pytest.raises((KeyError, RuntimeError)):
            guide_pictures.main()
    assert list(tmp_path.glob("*.svg")) == []
