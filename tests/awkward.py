"""Texts that could break out of a cell, an element, a script or a line."""

from __future__ import annotations

#: What ends, opens or escapes something in CSV, XML, HTML, JSON, JavaScript or a spreadsheet.
SPECIAL = [
    '"', '""', "'", "''", ",", ";", "|", "<", ">", "&", "&amp;", "&#60;", "]]>", "<![CDATA[",
    "<!--", "-->", "<b>", "</value>", "</script>", "</STYLE>", "<?x?>", "\n", "\r", "\r\n", "\t",
    "\0", "\x01", "\x08", "\x0b", "\x0c", "\x0e", "\x1b[2J", "\x1e", "\x1f", "\x7f", "\x85",
    "\u200b", "\u2028", "\u2029", "\u202e", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\\", "\\n",
    "\\u0022", "=", "=1+1", "+a", "-a", "@a", "{{ 7 * 7 }}", "{% x %}", "${x}", "`", "\U0001f5fa",
    "\U0010ffff", "é",
]  # fmt: skip

#: Each of them alone, at either end, inside, and twice.
AWKWARD = [
    text
    for part in SPECIAL
    for text in (part, f"{part}b", f"a{part}", f"a{part}b", part * 2, f"a {part} b {part}")
]
