"""The sources themselves: nothing that is not written there reaches a part of the toolkit that reads markup."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sharedlives_tui

PACKAGE = Path(sharedlives_tui.__file__).parent
SOURCES = [PACKAGE / "app.py", *sorted(PACKAGE.glob("screens/*.py")), *sorted(PACKAGE.glob("widgets/*.py"))]

READS_MARKUP = {
    "Static", "Label", "Button", "Checkbox", "RadioButton", "RadioSet", "OptionList", "Option", "Select",
    "SelectionList", "Selection", "DataTable", "Tree", "Tab", "TabPane", "TabbedContent", "Collapsible", "Tooltip",
    "Link", "Markdown", "RichLog", "Header", "Rule", "DiscoveryHit", "Hit",
}  # fmt: skip
"""Parts of the toolkit that take a plain str for markup."""
METHODS = {"notify", "add_row", "add_column", "add_columns", "add_option", "add_options", "from_markup"}
TITLES = {"border_title", "border_subtitle", "tooltip", "label", "sub_title"}
SAFE = {"text", "join", "lines", "Content", "Text", "track", "one_line", "one_each", "card", "hint", "highlight"}
"""Calls that return text that is shown just as it stands."""
WORDS = {"help", "text", "id", "classes", "name", "variant", "compact", "markup"}
"""Arguments that are never drawn as markup."""


def is_safe(node: ast.expr) -> bool:
    """Return whether an expression is a text of the source itself, or content made by one of ours."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Call):
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        return name in SAFE
    if isinstance(node, ast.IfExp):
        return is_safe(node.body) and is_safe(node.orelse)
    return False


def called_name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def safe_names(tree: ast.AST) -> set[str]:
    """Return the names that only ever hold content made by one of ours."""
    given: dict[str, list[bool]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    given.setdefault(target.id, []).append(is_safe(node.value))
    return {name for name, each in given.items() if all(each)}


def markup_holes(source: str) -> list[int]:
    """Return the lines where something that is not written in the source goes where markup is read."""
    tree, holes = ast.parse(source), []
    known = safe_names(tree)

    def bad(node: ast.expr) -> bool:
        return not is_safe(node) and not (isinstance(node, ast.Name) and node.id in known)

    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called_name(node) in READS_MARKUP | METHODS:
            name = called_name(node)
            plain = any(key.arg == "markup" and ast.unparse(key.value) == "False" for key in node.keywords)
            # A hit of the Menu begins with its score, which is a number.
            values = node.args[1:] if name == "Hit" else node.args[:1] if name == "DiscoveryHit" else node.args
            values = values[:1] if name == "Hit" else values
            named = [key.value for key in node.keywords if key.arg is not None and key.arg not in WORDS]
            if not plain and any(bad(value) for value in [*values, *named]):
                holes.append(node.lineno)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr in TITLES and bad(node.value):
                    holes.append(node.lineno)
    return holes


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_text_from_data_never_goes_where_markup_is_read(path: Path) -> None:
    source = path.read_text("utf-8")
    if path.name == "safe.py":  # the one place that hands text on, with markup switched off
        assert source.count("markup=False") == 1
    assert markup_holes(source) == []


@pytest.mark.parametrize(
    "hole",
    [
        "Static(name)",
        "Label(f'{name}')",
        "Button(case.title)",
        "self.notify(str(error))",
        "self.border_title = row.title",
        "table.add_row('a', name)",
        "Select([(name, 1)])",
        "Content.from_markup(name)",
        "Option('a' if x else name)",
        "words = row.title\nStatic(words)",
        "Button(label=name)",
        "yield DiscoveryHit(name, run)",
    ],
)
def test_the_test_finds_holes(hole: str) -> None:
    source = f"def f():\n    {hole}" if hole.startswith("yield") else hole
    assert markup_holes(source)


@pytest.mark.parametrize(
    "sound",
    [
        "Static('Find')",
        "Static(text(name))",
        "Label(Content(name), id=name)",
        "self.notify(words, markup=False)",
        "self.border_title = text(row.title)",
        "words = join(name)\nStatic(words)",
        "Button('Go back', id='leave', compact=True)",
    ],
)
def test_the_test_lets_sound_places_be(sound: str) -> None:
    assert markup_holes(sound) == []


def test_nothing_of_ours_starts_another_program_or_takes_a_picture() -> None:
    for path in SOURCES:
        source = path.read_text("utf-8")
        if path.name == "safe_app.py":  # where the toolkit's own is switched off
            source = source.replace("def open_url(", "")
        for word in ("suspend()", "open_url", "subprocess", "os.system", "deliver_screenshot", "save_screenshot"):
            assert word not in source, f"{path.name}: {word}"
