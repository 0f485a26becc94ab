"""Start-up time, memory, and the bytes that a web-chat answer moves."""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from websockets.sync.client import connect
from websockets.typing import Origin

from bot.flows_commands import begin, rehearsing
from bot.language.languages import LANGUAGES

STARTS = 5
GIVE_UP = 20.0
"""Seconds after which a start has failed."""
FIRST_WORDS = "Which language do you want?"


def lines() -> list[str]:
    """All figures of this page, as lines."""
    first = [_first_answer() for _ in range(STARTS)]
    seconds = statistics.median(took for took, _ in first)
    megabytes = statistics.median(memory for _, memory in first)
    largest = _largest_answer()
    return [
        f"start to first answer (rafiq serve, chat page)       {seconds:.2f} s  (under 2 s is wanted)",
        f"memory of that process, resident                     {megabytes:.0f} MB  (under 120 MB is wanted)",
        f"largest message of a first conversation, any language {largest:,} bytes of text and buttons",
    ]


def _first_answer() -> tuple[float, float]:
    """Seconds from the start of the process to the first answer in a chat, and its memory in MB then."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("RAFIQ_")},
            "RAFIQ_PORT": str(port),
            "RAFIQ_DATA_DIR": str(Path(folder, "data")),
            "RAFIQ_KEYS_FILE": str(Path(folder, "keys.json")),
        }
        begun = time.perf_counter()
        server = subprocess.Popen(
            [str(Path(sys.executable).parent / "rafiq"), "serve"], env=environment, stderr=subprocess.DEVNULL
        )
        try:
            _chat(port, server)
            return time.perf_counter() - begun, _resident(server.pid)
        finally:
            server.terminate()
            server.wait()


def _chat(port: int, server: subprocess.Popen[bytes]) -> None:
    """Begin a chat as a browser does, and wait for the first words of the answer."""
    deadline = time.monotonic() + GIVE_UP
    while True:
        assert server.poll() is None and time.monotonic() < deadline, "rafiq did not start"
        try:
            page = http.client.HTTPConnection("localhost", port, timeout=10)
            page.request("POST", "/chat/start", headers={"Sec-Fetch-Site": "same-origin"})
            answer = page.getresponse()
            break
        except OSError:
            time.sleep(0.005)
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    origin = f"http://localhost:{port}"
    address = f"ws://localhost:{port}/chat/ws"
    with connect(address, origin=Origin(origin), additional_headers={"Cookie": cookie}) as chat:
        chat.send(json.dumps({"id": "bench-first-word-000001", "kind": "open"}))
        while FIRST_WORDS not in str(chat.recv(timeout=GIVE_UP)):
            pass


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _largest_answer() -> int:
    mind = rehearsing()
    largest = 0
    for lang in LANGUAGES:
        rehearsal = begin(mind, lang)
        for move in ({"start": ""}, {"press": lang}, {"press": "topics"}, {"press": "pathways"}):
            for message in rehearsal.move(move).messages:
                words = message.text + "".join(button.label for button in message.buttons)
                largest = max(largest, len(words.encode()))
    return largest
