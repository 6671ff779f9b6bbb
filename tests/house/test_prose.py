"""Users read plain English: no banned phrase in the docs, the help, the messages and the page.

The help of the commands and the meaning of settings and columns are in ``docs/`` as generated
pages, so they are read there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dateline"
BANNED = Path(__file__).with_name("banned-phrases.txt")

#: Not checked: records from before this test, the glossary, which lists words to avoid, and the
#: orders of words, which are what other people write.
LEFT_OUT = re.compile(r"docs/decisions/00([01]\d|2[0-6])-|docs/words\.md|docs/where-languages\.md")

PAGES = sorted(
    page
    for page in (
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        ROOT / "geodata" / "README.md",
        *SOURCE.glob("cli/new_project/**/*.*"),
    )
    if not LEFT_OUT.search(page.relative_to(ROOT).as_posix())
)
#: Where messages are shown with their hints.
REPORTED = [
    *sorted((ROOT / "tests" / "corpus" / "reject").glob("*/expected*.txt")),
    *sorted((ROOT / "docs" / "codes").glob("*.md")),
]
#: First words of hints.
HINT_VERBS = set(Path(__file__).with_name("hint-verbs.txt").read_text().split())
MODULES = sorted(SOURCE.rglob("*.py"))
SCRIPTS = sorted((SOURCE / "web" / "src").glob("*.js"))

_COMMENT = re.compile(r"^\s*(//|/?\*).*$|(?<=\s)//\s.*$", re.MULTILINE)
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')


def read_banned() -> list[tuple[re.Pattern[str], str]]:
    """Return each phrase with what to write instead."""
    lines = BANNED.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(re.compile(phrase, re.IGNORECASE), instead) for phrase, instead in pairs]


def lines_of_page(page: Path) -> Iterator[tuple[int, str]]:
    yield from enumerate(page.read_text(encoding="utf-8").splitlines(), start=1)


def messages(module: str) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module with their line: no docstring, no single word, no pattern."""
    tree = ast.parse(module)
    skipped = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if id(node) not in skipped and " " in text.strip() and "|" not in text:
                yield node.lineno, text


def texts_of_script(script: str) -> Iterator[tuple[int, str]]:
    """Yield the quoted texts of a script with their line, comments left out."""
    code = _COMMENT.sub("", script)
    for quoted in _QUOTED.finditer(code):
        yield code.count("\n", 0, quoted.start()) + 1, quoted[1] or quoted[2] or ""


def hints(module: str) -> Iterator[tuple[int, str]]:
    """Yield the start of each text that a module gives as ``hint``, with its line."""
    for node in ast.walk(ast.parse(module)):
        value = None
        if isinstance(node, ast.keyword) and node.arg == "hint":
            value = node.value
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "hint" for target in node.targets
        ):
            value = node.value
        for choice in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
            first = choice.values[0] if isinstance(choice, ast.JoinedStr) else choice
            if isinstance(first, ast.BinOp):
                first = first.left
            if isinstance(first, ast.Constant) and first.value:
                yield first.lineno, str(first.value)


def find_banned(name: str, texts: Iterator[tuple[int, str]]) -> list[str]:
    """Return ``file:line: "phrase", write ...`` for each banned phrase in the texts."""
    return [
        f'{name}:{line}: "{found[0]}", write: {instead}'
        for line, text in texts
        for phrase, instead in read_banned()
        for found in [phrase.search(text)]
        if found
    ]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_docs_are_in_plain_english(page):
    """No page that users read contains a banned phrase."""
    assert [] == find_banned(name_of(page), lines_of_page(page))


def test_the_messages_are_in_plain_english():
    """No message, hint or other text of a module contains a banned phrase."""
    found = [
        line
        for path in MODULES
        for line in find_banned(name_of(path), messages(path.read_text(encoding="utf-8")))
    ]
    assert [] == found


def test_the_page_is_in_plain_english():
    """No text of the page's scripts contains a banned phrase."""
    found = [
        line
        for path in SCRIPTS
        for line in find_banned(name_of(path), texts_of_script(path.read_text(encoding="utf-8")))
    ]
    assert [] == found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_hint_starts_with_a_verb(path):
    """A hint is something to do now: its first word is a verb, or it asks "did you mean ...?"."""
    found = [
        f"{name_of(path)}:{line}: {text}"
        for line, text in hints(path.read_text(encoding="utf-8"))
        if text.split(" ")[0].lower() not in HINT_VERBS and not text.startswith("did you mean ")
    ]
    assert [] == found


@pytest.mark.parametrize("case", REPORTED, ids=name_of)
def test_a_reported_hint_starts_with_a_verb(case):
    """The same holds for the hints that the corpus and the docs show."""
    shown = re.findall(r"^  hint: (.*)", case.read_text(encoding="utf-8"), re.MULTILINE)
    assert [] == [
        text
        for text in shown
        if text.split(" ")[0].lower() not in HINT_VERBS and not text.startswith("did you mean ")
    ]


def test_a_banned_phrase_is_found_with_its_line():
    """A phrase in a message or a page is found; one in a docstring or comment is not."""
    module = '"""Mend it."""\n\nHINT = "mend the file"\nNAME = f"{HINT}, or mend it"\n'
    script = '// mend the file\nconst hint = "mend the file";\nconst name = `mend ${hint}`;\n'
    instead = '"mend", write: fix'
    assert [f"a.py:3: {instead}", f"a.py:4: {instead}"] == find_banned("a.py", messages(module))
    assert [f"a.js:2: {instead}", f"a.js:3: {instead}"] == find_banned(
        "a.js", texts_of_script(script)
    )
    assert [f"a.md:7: {instead}"] == find_banned("a.md", iter([(7, "How to mend a file")]))


def test_a_hint_is_found_with_its_line():
    """The first words of a hint are read from each way to give one."""
    module = 'hint = f"fix {a}"\nf(hint="a" if b else "c " + d)\n'
    assert [(1, "fix "), (2, "a"), (2, "c ")] == list(hints(module))


def test_every_line_of_the_list_says_what_to_write():
    """The list has phrases, each with words to use instead."""
    assert all(instead for _, instead in read_banned())
    assert len(read_banned()) > 20


def test_each_word_is_defined_once():
    """The glossary gives each word one meaning."""
    text = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?!word \|)([^|]+) \|", text, re.MULTILINE)
    words = [word for row in rows for word in re.split(r", | \(or |\)", row) if word]
    assert len(words) > 40
    assert sorted(set(words)) == sorted(words)
