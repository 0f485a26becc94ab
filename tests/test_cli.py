"""The `rafiq` command as people run it: real processes, their own folder, real articles.

Most are forks (`tests.forks`). A refusal, a chat with strange bytes and one ended by Ctrl-C are started anew.
"""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store import keyring
from tests.program import command, environment, rafiq, started_anew
from tests.servers import Postgres

QUESTION = "Is the Canada EMPP still open?"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command that must succeed; `stdin` is what is typed, line by line."""

    def run(*words: str, typed: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        lines = "".join(f"{line}\n" for line in typed)
        done = rafiq(*words, env=environment(tmp_path), stdin=lines)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done

    return run


def test_a_chat_in_english_goes_on_in_the_next_run(run: Run) -> None:
    """Choices by number and by label; a question; another language; the same place days later."""
    first = run("chat", typed=("1", "Topics", "2", "1", "Read on", "/menu", QUESTION, "Sources", "1"))
    screens = first.stdout.split("\n\n")
    assert screens[0].startswith("Welcome. Which language do you want?\n  1. English\n  2. العربية")
    assert "I am Rafiq, a machine" in first.stdout
    assert "Which topic?" in first.stdout
    assert "Closed since 31 December 2025." in first.stdout
    assert "Thank you. I keep only the count, not who said it." in first.stdout

    second = run("chat", typed=(QUESTION, "/language", "2"))
    assert second.stdout.startswith("What do you want to know?"), "she had come to an end"
    assert "I am Rafiq" not in second.stdout
    assert second.stdout.index("Closed since") < second.stdout.index("مغلق منذ")  # the same piece

    third = run("chat", typed=("1",))
    assert third.stdout.startswith("أهلاً بعودتك.")
    assert "مغلق منذ" in third.stdout

    assert run("content", "feedback").stdout == "pathways/canada-empp en yes 1 no 0\n"


def test_a_chat_in_arabic(run: Run) -> None:
    """Arabic digits count as numbers, words may lack their marks, and the farewell is the last word."""
    typed = ("هل برنامج كندا EMPP مفتوح؟", "القائمه", "٥", "احذفني", "نعم")
    done = run("chat", "--lang", "ar", typed=typed)
    assert done.stdout.startswith("أنا رفيق"), "the language was given: nobody asks for it"
    assert "مغلق منذ 31 كانون الأول/ديسمبر 2025." in done.stdout
    assert "demo" not in done.stdout, "also what the program says of itself is in her language"
    assert done.stdout.rstrip().split("\n\n")[-1].startswith("حُذف كل ما كنت أحفظه عنك")


def test_letters_that_are_no_letters_do_not_end_a_chat(tmp_path: Path) -> None:
    """Bytes that are not UTF-8, hidden letters, a text that is too long; on a machine set to another code."""
    env = environment(tmp_path) | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    typed = b"1\n\xff\xfe\n\x00\x1b[31m\n" + b"a" * 5000 + b"\n/menu\n"
    done = subprocess.run(command("chat"), env=env, input=typed, capture_output=True, timeout=60)
    shown = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "This text is too long." in shown
    assert shown.rstrip().splitlines()[-7:] == [
        "  1. Topics",
        "  2. Help step by step",
        "  3. What is open now?",
        "  4. Announcements",
        "  5. Language",
        "  6. About Rafiq and your data",
        "  7. Talk to a person",
    ]


def test_ctrl_c_ends_a_chat_at_once(tmp_path: Path) -> None:
    with subprocess.Popen(
        command("chat"),
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # As at a terminal: where the tests run in the background of a shell, it has Ctrl-C ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as chat:
        assert chat.stdout is not None
        assert chat.stdout.readline().startswith(b"Welcome")
        chat.send_signal(signal.SIGINT)
        assert chat.wait(15) == 130


def test_questions_are_answered(run: Run) -> None:
    assert "pathways/canada-empp" in run("ask", "--lang", "ar", "هل برنامج كندا EMPP مفتوح؟").stdout
    lines = (json.dumps({"lang": "en", "q": QUESTION}), json.dumps({"lang": "en", "q": "zzzz qqqq"}))
    answers = [json.loads(line) for line in run("ask", "--jsonl", typed=lines).stdout.splitlines()]
    assert [answer["outcome"] for answer in answers] == ["answer", "none"]
    assert answers[0] | {"articles": answers[0]["articles"][:1]} == {
        "lang": "en",
        "q": QUESTION,
        "outcome": "answer",
        "articles": ["pathways/canada-empp"],
    }
    assert answers[1]["articles"] == []


def test_a_wrong_article_is_taken_back_and_put_back(run: Run, tmp_path: Path) -> None:
    article = "pathways/canada-empp"
    assert run("content", "withdraw", article).stdout == f"{article} is withdrawn.\n"
    shown = run("chat", typed=("1", QUESTION)).stdout
    assert "Closed since" not in shown
    assert run("content", "restore", article).stdout == f"{article} can be read again.\n"
    assert "Closed since" in run("chat", typed=(QUESTION,)).stdout
    again = rafiq("content", "restore", article, env=environment(tmp_path))
    assert (again.returncode, again.stderr) == (1, f"{article} is not withdrawn.\n")


def test_content_and_flows_are_checked_and_drawn(tmp_path: Path) -> None:
    env = environment(tmp_path)
    content = rafiq("content", "check", env=env)
    assert (content.returncode, content.stderr.split(",")[0]) == (0, "0 errors")
    flows = rafiq("flows", "check", env=env)
    assert (flows.returncode, flows.stdout, flows.stderr) == (0, "", "0 mistakes\n")
    drawn = rafiq("flows", "draw", "menu", env=env).stdout
    assert "flowchart" in drawn
    assert "topics" in drawn
    code = rafiq("content", "hash", "pathways/canada-empp", env=env).stdout.strip()
    assert f"follows: {code}" in Path("content/pathways/canada-empp/ar.md").read_text(encoding="utf-8")
    due = rafiq("content", "due", "--days", "400", env=env)
    assert "review pathways/canada-empp" in due.stdout


def test_the_database_and_the_keys_are_made(run: Run, tmp_path: Path) -> None:
    assert run("migrate").stdout == "The database is up to date.\n"
    assert run("outbox", "list").stdout == "There are no dead letters.\n"
    file = tmp_path / "elsewhere" / "keys.json"
    assert str(file) in run("keys", "new", str(file)).stdout
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    again = rafiq("keys", "new", str(file), env=environment(tmp_path))
    assert (again.returncode, file.read_bytes()) == (1, before)


def test_the_commands_work_on_postgresql(tmp_path: Path, postgres_server: Postgres) -> None:
    keyring.create(tmp_path / "keys.json", tmp_path / "data")
    with postgres_server.empty_database() as address:
        env = environment(tmp_path, database_url=address, operator="Camp Help", contact="help@example.org")
        assert rafiq("migrate", env=env).stdout == "The database is up to date.\n"
        assert rafiq("outbox", "list", env=env).stdout == "There are no dead letters.\n"
        chat = rafiq("chat", env=env, stdin=f"1\n{QUESTION}\n")
        assert (chat.returncode, chat.stderr) == (0, "")
        assert "run by: Camp Help" in chat.stdout
        assert "Closed since" in chat.stdout
        assert not (tmp_path / "data").exists()


def refused(*words: str, env: dict[str, str], start: Run = rafiq) -> str:
    """What a command says that must refuse: plain sentences, no traceback, exit 1."""
    done = start(*words, env=env)
    assert done.returncode == 1, done
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "{" not in done.stderr
    assert "secret-canary" not in done.stderr
    return done.stderr


def test_K6_a_public_start_that_lacks_something_is_refused(tmp_path: Path) -> None:
    env = environment(tmp_path, public_url="https://rafiq.example.org")
    del env["RAFIQ_KEYS_FILE"]
    said = refused("serve", env=env, start=started_anew).splitlines()
    assert [line.split()[0] for line in said] == ["RAFIQ_KEYS_FILE", "RAFIQ_OPERATOR", "RAFIQ_CONTACT"]
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "postgresql://u:secret-canary@db.example.org/rafiq?sslmode=disable",
            "RAFIQ_DATABASE_URL says sslmode=disable",
        ),
        ("postgresql://u:secret-canary@127.0.0.1:1/rafiq", "The database cannot be used at the moment"),
        ("secret-canary", "RAFIQ_DATABASE_URL is not a PostgreSQL address"),
    ],
)
def test_K8_a_database_that_cannot_be_used_is_told(tmp_path: Path, address: str, sentence: str) -> None:
    keyring.create(tmp_path / "keys.json", tmp_path / "data")
    env = environment(tmp_path, database_url=address, operator="Camp Help", contact="help@example.org")
    assert refused("serve", env=env).startswith(sentence)


def test_keys_that_others_can_read_or_that_are_others_are_refused(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert rafiq("chat", env=env).returncode == 0
    keys = tmp_path / "keys.json"
    keys.chmod(0o644)
    assert "chmod 600" in refused("chat", env=env)
    keys.unlink()
    assert refused("chat", env=env).startswith("The data were written with master key")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, no folder")
    assert refused("migrate", env=environment(tmp_path)).startswith("The database cannot be used")
    env = environment(tmp_path, keys_file=str(tmp_path / "data" / "keys.json"))
    env["RAFIQ_DATA_DIR"] = str(tmp_path / "elsewhere")
    assert " cannot be used: " in refused("chat", env=env)
