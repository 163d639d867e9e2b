"""A headless Chromium at a phone's size, spoken to over a pipe (the DevTools protocol), as a user's hands and eyes."""

from __future__ import annotations

import base64
import json
import os
import selectors
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = float(os.environ.get("ROUNDSMAN_TEST_PATIENCE", "60"))
"""Seconds that an answer may take on a busy machine."""
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe", "--hide-scrollbars",
)  # fmt: skip

_LAUNCH = (
    "import os, sys; a, b = map(int, sys.argv[1:3]); c, d = os.dup(a), os.dup(b);"
    "os.dup2(c, 3); os.dup2(d, 4); os.set_inheritable(3, True); os.set_inheritable(4, True);"
    "os.execv(sys.argv[3], sys.argv[3:])"
)
"""The browser speaks on files 3 and 4."""
_TAPS = 5
"""Taps tried on one element."""
_LYING_STILL = """async (selector) => {
  const frame = () => new Promise(requestAnimationFrame);
  const element = document.querySelector(selector);
  element.scrollIntoView({block: 'center'});
  let before = '';
  for (;;) {
    await frame();
    const r = element.getBoundingClientRect();
    const now = [r.x + r.width / 2, r.y + r.height / 2];
    if (String(now) === before && element.contains(document.elementFromPoint(...now))) {
      window.tapped = false;
      element.addEventListener('click', () => { window.tapped = true; }, {once: true, capture: true});
      return now;
    }
    before = String(now);
  }
}"""
"""Where an element is, once it has been painted there twice and nothing covers it; from then on its taps are noted."""
_TAPPED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(window.tapped))))"


class Phone:
    """One page of a browser whose network leads nowhere. `errors` are its uncaught ones, `asked` what it asked for."""

    def __init__(self, to: int, back: int, folder: Path) -> None:
        self.folder = folder
        """Where its files are kept."""
        self._to, self._back, self._number, self._buffer = to, back, 0, b""
        self._session = ""
        self.errors: list[str] = []
        self.asked: list[str] = []

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command and its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self._next(deadline)
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]
            self._note(answer)

    def _next(self, deadline: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            with selectors.DefaultSelector() as selector:
                selector.register(self._back, selectors.EVENT_READ)
                assert selector.select(max(0.0, deadline - time.monotonic())), "the browser does not answer"
            chunk = os.read(self._back, 1 << 16)
            assert chunk, "the browser has gone"
            self._buffer += chunk
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)

    def _note(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(params["exceptionDetails"])[:2000])
        elif event.get("method") == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])

    def attach(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=2, mobile=True)
        self.call("Emulation.setTouchEmulationEnabled", enabled=True)

    def open(self, path: Path) -> None:
        """Opens a file and waits until it has run."""
        self.call("Page.navigate", url=path.resolve().as_uri())
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def reload(self) -> None:
        self.run("window.before_reload = true")
        self.call("Page.reload")
        self.wait("document.readyState === 'complete' && !window.before_reload")

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        found = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait(self, condition: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._holds(condition):
            assert time.monotonic() < deadline, condition

    def _holds(self, condition: str) -> bool:
        answer = self.call("Runtime.evaluate", expression=condition, returnByValue=True)
        return answer.get("result", {}).get("value") is True

    def tap(self, selector: str) -> None:
        """A tap on an element, as soon as it is there and lies still; brought into view first.

        As a thumb does, it taps again where what moved in between got the tap.
        """
        self.wait(f"!!document.querySelector({json.dumps(selector)})")
        for _ in range(_TAPS):
            at = self.run(f"({_LYING_STILL})({json.dumps(selector)})")
            for kind in ("mousePressed", "mouseReleased"):
                self.call("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1)
            if self.run(_TAPPED):
                return
        raise AssertionError(f"{selector} was not tapped")

    def fill(self, selector: str, text: str) -> None:
        """What is typed into a field, as soon as it is there, and the field left."""
        self.wait(f"!!document.querySelector({json.dumps(selector)})")
        self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.focus(); e.value = {json.dumps(text)};"
            " e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )

    def choose_file(self, selector: str, path: Path) -> None:
        """A file chosen, as from the phone's gallery or camera."""
        path.touch()
        found = self.call("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)})")
        self.call("DOM.setFileInputFiles", files=[str(path)], objectId=found["result"]["objectId"])

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """What is to be seen, as PNG."""
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))


@contextmanager
def phone(folder: Path) -> Iterator[Phone]:
    """A browser with a profile of its own in a folder; gone at the end."""
    program = shutil.which("chromium")
    assert program, "chromium is not installed"
    to_read, to_write = os.pipe()
    back_read, back_write = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", _LAUNCH, str(to_read), str(back_write), program, *_FLAGS,
         f"--user-data-dir={folder / 'profile'}"],
        pass_fds=(to_read, back_write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | {"HOME": str(folder)},
    )  # fmt: skip
    os.close(to_read)
    os.close(back_write)
    page = Phone(to_write, back_read, folder)
    try:
        page.attach()
        yield page
    finally:
        os.close(to_write)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(back_read)
