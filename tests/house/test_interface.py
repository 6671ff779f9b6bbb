"""The catalogue of the interface: every word of the page is in it, in all languages, and used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dateline.diagnostics import CODES as FINDINGS
from dateline.geocoder.reasons import CODES, TELLING
from dateline.interface import DEFAULT, languages, load_words
from dateline.interface.catalogue import PLURALS, own_messages

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "dateline"
MODULES = sorted((PACKAGE / "web" / "src").rglob("*.js"))
SHELL = PACKAGE / "render" / "shell.html"
PYTHON = [*sorted((PACKAGE / "render").rglob("*.py")), PACKAGE / "timespan" / "describe.py"]

#: A key written out, and the part before a value, as in ``word_of("status"``.
KEY = re.compile(r"""["'`]([a-z_]+\.[A-Za-z0-9_ -]+)["'`]""")
PREFIX = re.compile(
    r"""`([a-z_]+\.[a-z_]*)\$\{|(?:sayValueOf|word_of)\(\s*"([a-z_]+)"|"([a-z_]+)\.\{"""
)
SECTION = re.compile(r"""(?:VOCABULARIES|PLACED)[^=]*= \{(.*?)\};""", re.DOTALL)

#: Forms of a date that a language may have in addition.
FORM = re.compile(r"_(of|in|bare)$")

#: What the catalogue itself reads.
OF_LANGUAGES = {"language.name", "language.direction"}

#: A sentence or a name for readers, rather than a class, a selector or a font.
WORDS = re.compile(r'"([A-Z][a-z]+(?: [a-z]+)+[^"]*)"')


def _without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//[^\n]*$", "", text, flags=re.DOTALL | re.MULTILINE)


def _sources() -> str:
    texts = [_without_comments(path.read_text(encoding="utf-8")) for path in MODULES]
    return "\n".join([*texts, *(path.read_text(encoding="utf-8") for path in (SHELL, *PYTHON))])


def _names(message: object) -> set[str]:
    """Return the names of the values in a message."""
    return set(re.findall(r"\{(\w+)\}", str(message)))


def test_no_message_is_missing() -> None:
    """Every key that the page asks for is in the catalogue."""
    text = "\n".join(_without_comments(path.read_text(encoding="utf-8")) for path in MODULES)
    text += SHELL.read_text(encoding="utf-8")
    messages = load_words().messages
    sections = {key.partition(".")[0] for key in messages}
    asked = {key for key in KEY.findall(text) if key.partition(".")[0] in sections}
    assert len(asked) > 200
    assert {key for key in asked if key not in messages} == set()


def test_no_message_is_unused() -> None:
    """Every message of the catalogue is asked for somewhere."""
    text = _sources()
    asked = set(KEY.findall(text)) | OF_LANGUAGES
    prefixes = {
        f"{two}." if two else one or f"{three}." for one, two, three in PREFIX.findall(text)
    }
    for table in SECTION.findall(text):
        prefixes |= {f"{word}." for word in re.findall(r'"([a-z_]+)"', table)}
    # What an area is said to be; see sayPlacePrecision.
    asked |= {f"{key}_area" for key in asked if key.startswith("placed.")}
    unused = [
        key
        for key in load_words().messages
        if key not in asked and not any(key.startswith(prefix) for prefix in prefixes)
    ]
    assert unused == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_has_words_for_readers(path: Path) -> None:
    """What readers see is in the catalogue, so that it can be said in every language."""
    assert WORDS.findall(_without_comments(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("tag", [tag for tag in languages() if tag != DEFAULT])
def test_a_language_says_everything(tag: str) -> None:
    """A language has all messages, of the same kind and with the same values, and no others."""
    english, own = load_words().messages, own_messages(tag)
    assert [key for key in english if key not in own] == []
    assert [key for key in own if key not in english and FORM.sub("", key) not in english] == []
    for key, message in own.items():
        model = english.get(key, english.get(FORM.sub("", key)))
        assert type(message) is type(model), key
        assert _names(message) == _names(model), key
        if isinstance(message, list):
            assert len(message) == len(model), key
        if isinstance(message, dict):
            assert set(message) <= PLURALS, key
            assert "other" in message, key


@pytest.mark.parametrize("tag", languages())
def test_messages_are_clean(tag: str) -> None:
    """No message is empty, has spaces at its ends, or markup."""
    for key, message in own_messages(tag).items():
        for text in (
            message if isinstance(message, list) else dict(enumerate_forms(message)).values()
        ):
            assert text or key == "text.between_sentences", key
            assert (
                key.endswith(
                    ("aside", "between", "between_notes", "between_dates", "between_sentences")
                )
                or text == text.strip()
            ), key
            assert "<" not in text, key


def test_every_reason_for_a_place_is_said() -> None:
    """Each code of the geocoder has a message with its values, and there are no other messages."""
    said = {
        key.removeprefix("reason."): _names(text)
        for key, text in load_words().messages.items()
        if key.startswith("reason.")
    }
    values = {
        code: {name.removesuffix("_m") for name in names if name not in TELLING}
        for code, names in CODES.items()
    }
    assert said == values


def test_every_finding_is_said() -> None:
    """Each code that the page lists has a message, and there are no other messages."""
    said = [key.partition(".")[2] for key in load_words().messages if key.startswith("finding.")]
    assert said == [code for code, kind in FINDINGS.items() if kind.severity != "info"]


def enumerate_forms(message: object) -> list[tuple[str, str]]:
    """Return the forms of a message that is a text or has plural forms."""
    return list(message.items()) if isinstance(message, dict) else [("", str(message))]
