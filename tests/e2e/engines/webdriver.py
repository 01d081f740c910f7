"""Drive WebKitGTK by the W3C WebDriver protocol, with the standard library alone."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the protocol's name of a reference to an element
CONTROL = "\ue009"
BOUND = 60  # seconds, for what begins or ends at once on a machine that is not busy


class WebDriverError(RuntimeError):
    """The browser refused a command."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class VirtualDisplay:
    """An X server without a screen, where there is no display."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[bytes] | None = None
        self.environment = dict(os.environ)
        if "DISPLAY" in os.environ:
            return
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
            pass_fds=[write],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        if not number:
            raise WebDriverError("Xvfb did not start.")
        self.environment["DISPLAY"] = f":{number}"

    def close(self) -> None:
        if self._server:
            self._server.terminate()
            self._server.wait(BOUND)


class WebDriver:
    """One browser window with a profile of its own, which it forgets when it closes."""

    def __init__(self, display: VirtualDisplay, browser: Path) -> None:
        self._port = free_port()
        self._driver = subprocess.Popen(
            ["WebKitWebDriver", f"--port={self._port}"],
            env=display.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._await_driver()
        options = {"binary": str(browser), "args": ["--automation"]}
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        answer = self._ask("POST", "/session", {"capabilities": capabilities})
        self._session = f"/session/{answer['sessionId']}"
        self.version: str = answer["capabilities"]["browserVersion"]
        self.command("POST", "/timeouts", {"script": 180_000, "pageLoad": 60_000})

    def _await_driver(self) -> None:
        deadline = time.monotonic() + BOUND
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self._port), 0.2).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise WebDriverError("WebKitWebDriver does not answer.")

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=200) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            raise WebDriverError(error.read().decode()[:1000]) from None

    def command(self, method: str, path: str, body: object = None) -> Any:
        return self._ask(method, self._session + path, body)

    def goto(self, address: str) -> None:
        self.command("POST", "/url", {"url": address})

    def reload(self) -> None:
        self.command("POST", "/refresh", {})

    def evaluate(self, function: str, *arguments: object) -> Any:
        """Call a JavaScript function, async or not, and return what it gives."""
        script = (
            "const answer = arguments[arguments.length - 1];"
            "const given = Array.prototype.slice.call(arguments, 0, -1);"
            f"Promise.resolve().then(() => ({function})(...given)).then("
            "(value) => answer({value: value === undefined ? null : value}),"
            "(error) => answer({error: String(error)}));"
        )
        body = {"script": script, "args": list(arguments)}
        answer = self.command("POST", "/execute/async", body)
        if "error" in answer:
            raise WebDriverError(answer["error"])
        return answer["value"]

    def click(self, selector: str) -> None:
        self.command("POST", f"/element/{self._find(selector)}/click", {})

    def press_control(self, key: str) -> None:
        """Press Ctrl and a letter, where the focus is."""
        presses = [
            {"type": kind, "value": value}
            for kind, value in [
                ("keyDown", CONTROL), ("keyDown", key), ("keyUp", key), ("keyUp", CONTROL)
            ]
        ]  # fmt: skip
        actions = [{"type": "key", "id": "keyboard", "actions": presses}]
        self.command("POST", "/actions", {"actions": actions})

    def _find(self, selector: str) -> str:
        body = {"using": "css selector", "value": selector}
        reference: str = self.command("POST", "/element", body)[ELEMENT]
        return reference

    def new_window(self) -> str:
        handle: str = self.command("POST", "/window/new", {"type": "tab"})["handle"]
        return handle

    def window(self) -> str:
        handle: str = self.command("GET", "/window")
        return handle

    def switch(self, handle: str) -> None:
        self.command("POST", "/window", {"handle": handle})

    def close_window(self) -> None:
        self.command("DELETE", "/window")

    def resize(self, width: int, height: int) -> None:
        self.command("POST", "/window/rect", {"width": width, "height": height})

    def photograph(self) -> bytes:
        return base64.b64decode(self.command("GET", "/screenshot"))

    def close(self) -> None:
        try:
            self._ask("DELETE", self._session)
        finally:
            self._driver.terminate()
            self._driver.wait(BOUND)
