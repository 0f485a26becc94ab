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

from bench.wire import answer_bytes

STARTS = 5
GIVE_UP = 20.0
"""Seconds after which a start has failed."""
FIRST_WORDS = "Which language do you want?"


def lines() -> list[str]:
    """All figures of this page, as lines."""
    first = [_first_answer() for _ in range(STARTS)]
    seconds = statistics.median(took for took, _, _ in first)
    megabytes = statistics.median(memory for _, memory, _ in first)
    moved = statistics.median(moved for _, _, moved in first)
    return [
        f"start to first answer (rafiq serve, chat page)       {seconds:.2f} s  (under 2 s is wanted)",
        f"memory of that process, resident                     {megabytes:.0f} MB  (under 120 MB is wanted)",
        f"an answer of the web chat, on the wire, both ways    {moved:,.0f} bytes  (3,072 or less is wanted)",
    ]


def _first_answer() -> tuple[float, float, int]:
    """Seconds from the start of the process to the first answer in a chat, its memory in MB then, and the
    bytes that an answer moves."""
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
            took, memory = time.perf_counter() - begun, _resident(server.pid)
            return took, memory, answer_bytes(port)
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
