"""The places of keys and values in YAML."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import yaml

from dateline.diagnostics import Edit
from dateline.fixes.spans import Change, EventPlace
from dateline.readers.raw import Position
from dateline.readers.yaml_errors import position

_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Texts that mean the same without quotes, inside brackets or anywhere else.
_PLAIN: Final = re.compile(r"-?\d+(?:\.\d+)?|[^\W_](?:[\w ./()~%?+'-]|:(?=//)|:(?=\S))*(?<! )")
_NOT_TEXT: Final = frozenset({"null", "Null", "NULL"})


class YamlPlaces:
    """The scalars of a YAML text by line and column."""

    def __init__(self, text: str) -> None:
        """Find the scalars.

        Raises:
            yaml.YAMLError: The text is not YAML.
        """
        self._text = text
        self._nodes: dict[Position, tuple[yaml.ScalarNode, bool]] = {}
        self._keys: dict[Position, yaml.ScalarNode] = {}
        self._siblings: dict[Position, frozenset[str]] = {}
        self._values: list[str] = []
        seen: set[int] = set()
        for root in yaml.compose_all(text, Loader=_Loader):
            stack: list[tuple[Any, bool]] = [(root, False)]
            while stack:
                node, is_flow = stack.pop()
                if node is None or id(node) in seen:
                    continue
                seen.add(id(node))
                stack += reversed(self._inner(node, is_flow=is_flow))

    def _inner(self, node: yaml.Node, *, is_flow: bool) -> list[tuple[Any, bool]]:
        if isinstance(node, yaml.ScalarNode):
            self._nodes[position(node.start_mark)] = (node, is_flow)
            self._values.append(node.value)
            return []
        assert isinstance(node, yaml.CollectionNode)
        is_flow = is_flow or bool(node.flow_style)
        if isinstance(node, yaml.SequenceNode):
            return [(item, is_flow) for item in node.value]
        keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        names = frozenset(key.value for key in keys)
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                at = position(value.start_mark)
                self._keys[at], self._siblings[at] = key, names
        return [(part, is_flow) for pair in node.value for part in pair]

    def values(self) -> list[str]:
        """Return every scalar of the text, in their order."""
        return self._values

    def find(self, event: EventPlace, edit: Edit) -> Change | None:
        """Return the change that makes an edit in an event; None if the old text is not there."""
        at = event.positions.get(edit.field)
        if at is None:
            return None
        if edit.is_key:
            key = self._keys.get(at)
            is_free = edit.new not in self._siblings.get(at, ())
            return self._change(key, edit, is_flow=True) if key is not None and is_free else None
        node, is_flow = self._nodes.get(at, (None, False))
        return None if node is None else self._change(node, edit, is_flow=is_flow)

    def _change(self, node: yaml.ScalarNode, edit: Edit, *, is_flow: bool) -> Change | None:
        start, end = node.start_mark.index, node.end_mark.index
        written = self._text[start:end]
        if node.value.strip() != edit.old or "\n" in written or "\r" in written:
            return None
        style = node.style or ""
        if style == "'" and written[:1] + written[-1:] == "''":
            new = "'" + edit.new.replace("'", "''") + "'"
        elif style == '"' and written[:1] + written[-1:] == '""':
            new = json.dumps(edit.new, ensure_ascii=False)
        elif not style and written == node.value:
            plain = edit.new if is_flow else edit.new.replace(", ", " ")
            is_plain = _PLAIN.fullmatch(plain) and edit.new not in _NOT_TEXT
            new = edit.new if is_plain else json.dumps(edit.new, ensure_ascii=False)
        else:
            return None
        return Change(start, end, new)
