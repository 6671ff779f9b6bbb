"""Bytes to text: byte order marks are trusted, guesses are reported, binary data is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.readers import read_tables
from dateline.readers.encoding import decode
from dateline.readers.sniff import sniff
from dateline.settings import Settings


@pytest.mark.parametrize(
    ("codec", "content"), [("utf-7", b"+2AA-"), ("raw_unicode_escape", rb"\ud800")]
)
def test_decoded_text_has_no_lone_surrogates(codec, content):
    """A codec of the settings that can give lone surrogates gives U+FFFD, which can be written."""
    assert ("\ufffd", []) == decode(content, "a.csv", encoding=codec)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_unicode_is_read(codec):
    """Every Unicode encoding with a byte order mark is read without a finding."""
    text = "title,when\nСуми – 수미,2024\n"
    if codec in ("utf-16-le", "utf-16-be"):
        text = "\ufeff" + text
    assert (text.removeprefix("\ufeff"), []) == decode(text.encode(codec), "a.csv")


@given(st.text(st.characters(codec="utf-8")))
def test_utf8_is_never_guessed(text):
    """UTF-8 text is always read as UTF-8, whatever it says."""
    read, found = decode(text.encode(), "a.csv")
    if read is not None and not found:
        assert text.removeprefix("\ufeff") == read


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_reported(codec):
    """UTF-16 without a byte order mark is recognised by its zeros and reported as a guess."""
    text, found = decode("title,when\nA,2024\n".encode(codec), "a.csv")
    assert "title,when\nA,2024\n" == text
    assert ["encoding-guessed"] == [d.code for d in found]
    assert codec in found[0].message


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Übung in Münster", "windows-1252"),
        ("déjà vu – “quoted”", "windows-1252"),
        ("Наступ під Сумами", "windows-1251"),
        ("Battle, Суми", "windows-1251"),
        ("Połączenie zerwane, źródła mówią o stratach", "windows-1250"),
        ("Most uzavřen, hoří sklad a přívoz", "windows-1250"),
        ("Připravený mostík, šest zraněných", "iso-8859-2"),
        ("Köprü kapatıldı, değişiklik yok", "windows-1254"),
        ("Graudu noliktava atkal atvērts, satiksme lēna", "windows-1257"),
        ("Γέφυρα κλειστή, η κίνηση είναι αργή", "windows-1253"),
        ("הגשר סגור והתנועה איטית", "windows-1255"),
        ("الجسر مغلق وحركة السير بطيئة", "windows-1256"),
        ("Мост закрыт, движение ограничено", "koi8-u"),
        ("The bridge at Popayán is closed, and traffic on the road is slow", "windows-1252"),
    ],
)
def test_single_byte_encodings_are_guessed_and_reported(text, codec):
    """The encoding that makes the likeliest letters is chosen, and the line where UTF-8 ends."""
    read, found = decode(("title\n" + text).encode(codec), "a.csv")
    assert "title\n" + text == read
    assert [("encoding-guessed", 2)] == [(d.code, d.line) for d in found]
    assert codec in found[0].message


def test_bytes_that_are_not_windows_1252_are_latin_1():
    """A text with bytes that Windows-1252 does not define is read as Latin-1."""
    text, found = decode(b"a\x81b\xe9", "a.csv")
    assert "a\x81bé" == text
    assert "latin-1" in found[0].message


def test_the_encoding_of_the_settings_is_not_reported():
    """An encoding that is set is used without a guess."""
    assert ("é", []) == decode(b"\xe9", "a.csv", encoding="latin-1")


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x01\x02\x03\x04", b"PK\x03\x04", b"%PDF-1.7", b"\x1f\x8b\x08"],
)
def test_what_is_no_text_is_refused(content, tmp_path):
    """Images, archives and documents are refused by name with a hint, whatever their suffix."""
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    tables, found = read_tables([path], Settings())
    assert [] == tables
    assert ["format-unknown"] == [d.code for d in found]
    assert found[0].hint


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"- title: A", "yaml"),
        (b"title: A, B", "yaml"),
        (b"# a comment\n- title: A", "yaml"),
        (b"---\n- title: A", "yaml"),
        (b"\n\ntitle,when\nA,1", "delimited"),
        (b"title;when\nA;1", "delimited"),
        (b"title\twhen\nA\t1", "delimited"),
        (b"\xef\xbb\xbftitle,when", "delimited"),
        ("\ufefftitle,when".encode("utf-16-le"), "delimited"),
        (b"[]", "json"),
        (b' {"type": "FeatureCollection"}', "json"),
        (b'{"a": 1}\n{"a": 2}', "jsonl"),
        (b'\x1e{"a": 1}', "jsonl"),
        (b"", "yaml"),
    ],
)
def test_the_format_is_found_from_the_content(content, expected):
    """The format of a text without a file name is detected from its beginning."""
    assert expected == sniff(content)
