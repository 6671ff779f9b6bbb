"""One small WebDriver for all engines: over HTTP as the W3C says, and over Firefox's own socket.

Debian has no geckodriver. Firefox itself serves the same commands under other names; this is what
geckodriver talks to (https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
"""

from __future__ import annotations

import base64
import http.client
import json
import socket
import time
from collections.abc import Callable
from typing import Any, Protocol

SECONDS = 60
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

#: Command: its name in Firefox, and its method and path in the standard.
_COMMANDS = {
    "navigate": ("WebDriver:Navigate", "POST", "url"),
    "back": ("WebDriver:Back", "POST", "back"),
    "run": ("WebDriver:ExecuteScript", "POST", "execute/sync"),
    "click": ("WebDriver:ElementClick", "POST", "element/{id}/click"),
    "act": ("WebDriver:PerformActions", "POST", "actions"),
    "resize": ("WebDriver:SetWindowRect", "POST", "window/rect"),
    "picture": ("WebDriver:TakeScreenshot", "GET", "screenshot"),
    "print": ("WebDriver:Print", "POST", "print"),
}

#: The keys that have no character, as the standard numbers them.
KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Backspace": "\ue003",
}


class DriverError(RuntimeError):
    """A driver refused a command; the message is the driver's."""


class Wire(Protocol):
    """How commands reach an engine."""

    def call(self, command: str, **values: Any) -> Any: ...
    def close(self) -> None: ...


class HttpWire:
    """Commands to a driver program on 127.0.0.1, as the W3C standard says."""

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        self._port = port
        wanted = {"capabilities": {"alwaysMatch": capabilities}}
        self._session = f"/session/{self._ask('POST', '/session', wanted)['sessionId']}"

    def call(self, command: str, **values: Any) -> Any:
        _, method, path = _COMMANDS[command]
        body = values if method == "POST" else None
        return self._ask(method, f"{self._session}/{path.format(**values)}", body)

    def close(self) -> None:
        self._ask("DELETE", self._session, None)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=SECONDS)
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {"Content-Type": "application/json; charset=utf-8"})
        answer = connection.getresponse()
        value = json.loads(answer.read())["value"]
        connection.close()
        if answer.status != http.client.OK:
            raise DriverError(f"{value['error']}: {value['message']}")
        return value


class MarionetteWire:
    """Commands to Firefox: each is a JSON list after its length in bytes and a colon."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        self._count = 0
        self._read()  # Firefox greets
        self._ask("WebDriver:NewSession", {})

    def call(self, command: str, **values: Any) -> Any:
        answer = self._ask(_COMMANDS[command][0], values)
        return answer["value"] if isinstance(answer, dict) and "value" in answer else answer

    def in_browser(self, script: str) -> Any:
        """Run a script with the rights of the browser itself, for what no page may read."""
        self._ask("Marionette:SetContext", {"value": "chrome"})
        try:
            return self.call("run", script=script, args=[])
        finally:
            self._ask("Marionette:SetContext", {"value": "content"})

    def close(self) -> None:
        self._ask("Marionette:Quit", {"flags": ["eForceQuit"]})
        self._socket.close()

    def _ask(self, name: str, values: dict[str, Any]) -> Any:
        self._count += 1
        message = json.dumps([0, self._count, name, values]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, value = self._read()
        if error:
            raise DriverError(f"{error['error']}: {error['message']}")
        return value

    def _read(self) -> Any:
        length = b""
        while (byte := self._socket.recv(1)) != b":":
            if not byte:
                raise DriverError("Firefox closed the connection")
            length += byte
        message = b""
        while len(message) < int(length):
            message += self._socket.recv(int(length) - len(message))
        return json.loads(message)


class Driver:
    """What a reader can do in a browser; ``faults`` returns what it has written to its console."""

    def __init__(self, wire: Wire, faults: Callable[[], list[str]], *, can_print: bool) -> None:
        self._wire = wire
        self.faults = faults
        self.can_print = can_print

    def open(self, address: str) -> None:
        self._wire.call("navigate", url=address)

    def back(self) -> None:
        self._wire.call("back")

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what the body of a function returns in the page."""
        return self._wire.call("run", script=script, args=list(arguments))

    def wait(self, script: str, *arguments: Any) -> Any:
        """Return the value of an expression as soon as it is true.

        Raises:
            TimeoutError: It was never true.
        """
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            value = self.run(f"return {script}", *arguments)
            if value:
                return value
            time.sleep(0.05)
        raise TimeoutError(f"never true: {script} {arguments}")

    def click(self, script: str, *arguments: Any) -> None:
        """Click the element that an expression gives, as soon as there is one."""
        self._wire.call("click", id=self.wait(script, *arguments)[_ELEMENT])

    def press(self, *keys: str) -> None:
        """Press and release keys, by name or as characters, where the focus is."""
        typed = [KEYS.get(key, key) for key in keys]
        actions = [{"type": kind, "value": key} for key in typed for kind in ("keyDown", "keyUp")]
        self._wire.call("act", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def resize(self, width: int, height: int) -> None:
        """Make the page itself, not its window, this large."""
        asked = (width, height)
        for _ in range(3):
            self._wire.call("resize", x=0, y=0, width=asked[0], height=asked[1])
            time.sleep(0.3)
            inner = self.run("return [innerWidth, innerHeight]")
            if inner == [width, height]:
                return
            asked = (asked[0] + width - inner[0], asked[1] + height - inner[1])

    def picture(self) -> bytes:
        return base64.b64decode(self._wire.call("picture"))

    def printed(self) -> bytes:
        """Return the page as a PDF."""
        return base64.b64decode(self._wire.call("print"))

    def close(self) -> None:
        self._wire.close()
