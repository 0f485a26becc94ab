"""The process is killed (kill -9) in the middle of the profile, again and again: nothing answered is lost."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.channels.web_phone import WebPhone
from tests.program import answers, environment, process

BEFORE = [
    ("English", "What do you want to know?"),
    ("Help step by step", "What do you want to do?"),
    ("My skills and my CV", "It takes about ten minutes"),
    ("Begin", "18 years old"),
    ("Yes", "May I keep your answers"),
    ("Yes", "What work have you done?"),
]
KILLED = [
    ("tailor", "Which of these comes nearest?"),
    ("Tailors and dressmakers", "How well can you do this?"),
    ("On my own", "How well can you do this?"),
    ("I can teach it", "How well can you do this?"),
]
"""What she does right before the process dies, and where she is when it is back."""
SKIPS = 40
"""More questions than the profile has."""


async def test_M4_nothing_answered_is_lost_when_the_process_is_killed_in_the_middle(tmp_path: Path) -> None:
    phone = WebPhone(tmp_path)
    phone.repeats_allowed = True  # what could not be marked as shown any more may come again (M9)
    env = environment(tmp_path)
    port = int(env["RAFIQ_PORT"])
    seen = ""
    for words, next_seen in KILLED:
        with process(env) as running:
            await answers(f"http://127.0.0.1:{port}")
            async with phone.on(port):
                if not seen:
                    await phone.begins()
                    for label, then in BEFORE:
                        await phone.until(partial(offers, phone, label), label)
                        await phone.presses(label)
                        await phone.sees(then)
                else:
                    await goes_on(phone, seen)
                await (phone.says if words == "tailor" else phone.presses)(words)
                await phone.until(lambda: phone.acknowledged, "her answer is taken")
                running.kill()
        seen = next_seen
    with process(env):
        await answers(f"http://127.0.0.1:{port}")
        async with phone.on(port):
            await goes_on(phone, seen)
            for _ in range(SKIPS):
                if "Own statement" in phone.shown[-1].text or "Own statement" in phone.shown[-2].text:
                    break
                many = len(phone.shown)
                await phone.presses("Skip" if "Skip" in phone.shown[-1].labels else "No")
                await phone.until(partial(more_than, phone, many), "the next question")
            card = next(shown.text for shown in reversed(phone.shown) if "Own statement" in shown.text)
    assert "Tailors and dressmakers" in card
    assert "Can do alone or teach: Take measurements of a person; Cut cloth by a pattern" in card


def offers(phone: WebPhone, label: str) -> bool:
    return any(label in shown.labels for shown in phone.shown)


def more_than(phone: WebPhone, many: int) -> bool:
    return len(phone.shown) > many


async def goes_on(phone: WebPhone, where: str) -> None:
    """She opens the page again, which shows nothing of before (C13), and asks to go on."""
    await phone.sees("Welcome back")
    await phone.presses("Go on")
    await phone.sees(where)
