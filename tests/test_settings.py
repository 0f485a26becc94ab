"""Settings: what is read, and which starts are refused (K6, K8)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings
from bot.store import keyring

WEBHOOK_SECRET = "Zq3kT9vXb2LmN7pRs4WyE6uHcJ8dFgA1"
TOKEN = "42:" + "AAbbCCdd11223344"

Read = Callable[..., Settings]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Read:
    """Settings of an environment that holds these names only."""
    for name in os.environ:
        if name.startswith("RAFIQ_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def from_environment(**values: str) -> Settings:
        for name, value in values.items():
            monkeypatch.setenv(f"RAFIQ_{name}", value)
        return load_settings()

    return from_environment


@pytest.fixture
def keys_file(tmp_path: Path) -> str:
    path = tmp_path / "kept-safe" / "keys.json"
    keyring.create(path, tmp_path / "data")
    return str(path)


def problems(settings: Settings) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        settings.check()
    return caught.value.problems


def test_a_local_start_needs_nothing(read: Read, tmp_path: Path) -> None:
    settings = read()
    settings.check()
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.1", 8000, Path("data"))
    assert not settings.public
    assert (settings.operator_name, settings.contact_text) == ("demo", "demo: nobody answers here")
    assert settings.keyring() == settings.keyring()
    assert settings.keys_path == tmp_path / "config" / "rafiq" / "keys.json"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "0.0.0.0"),
        ("HOST", "::"),
        ("HOST", "192.168.1.5"),
        ("HOST", "chat.example.org"),
        ("PUBLIC_URL", "https://chat.example.org"),
        ("DATABASE_URL", "postgresql://rafiq@localhost/rafiq"),
    ],
)
def test_K6_in_public_nothing_may_be_missing_and_each_sentence_names_its_remedy(
    read: Read, name: str, value: str
) -> None:
    settings = read(**{name: value})
    assert settings.public
    found = problems(settings)
    for variable in ("RAFIQ_KEYS_FILE", "RAFIQ_OPERATOR", "RAFIQ_CONTACT"):
        assert sum(sentence.startswith(f"{variable} is not set") for sentence in found) == 1
    assert len(found) == 3


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "localhost", "::1"])
def test_a_loopback_address_is_not_public(read: Read, host: str) -> None:
    assert not read(HOST=host).public


def test_K6_a_complete_public_start_is_let_through(read: Read, keys_file: str) -> None:
    settings = read(
        PUBLIC_URL="https://chat.example.org",
        KEYS_FILE=keys_file,
        OPERATOR="An NGO",
        CONTACT="help@example.org",
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_SECRET=WEBHOOK_SECRET,
    )
    settings.check()
    assert settings.webhook


def test_K6_public_keys_are_never_made_up(read: Read, tmp_path: Path) -> None:
    settings = read(HOST="0.0.0.0", OPERATOR="An NGO", CONTACT="x", KEYS_FILE=str(tmp_path / "none.json"))
    assert "does not exist" in problems(settings)[0]
    with pytest.raises(keyring.KeyringError):
        settings.keyring()
    assert not (tmp_path / "none.json").exists()


def test_K6_a_key_file_that_others_can_read_is_refused(read: Read, keys_file: str) -> None:
    Path(keys_file).chmod(0o644)
    settings = read(HOST="0.0.0.0", OPERATOR="An NGO", CONTACT="x", KEYS_FILE=keys_file)
    assert problems(settings) == [f"Others can read the key file {keys_file}. Run: chmod 600 {keys_file}"]


@pytest.mark.parametrize(
    "secret", ["", "short", "a" * 40, "changeme" * 5, "x" * 31, "with space " * 4, "ä" * 32, "Ab1" * 100]
)
def test_K6_a_webhook_needs_a_secret_that_cannot_be_guessed(read: Read, keys_file: str, secret: str) -> None:
    settings = read(
        PUBLIC_URL="https://chat.example.org",
        KEYS_FILE=keys_file,
        OPERATOR="An NGO",
        CONTACT="x",
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_SECRET=secret,
    )
    found = problems(settings)
    assert len(found) == 1
    assert found[0].startswith("RAFIQ_TELEGRAM_SECRET")
    assert "secrets.token_urlsafe" in found[0]
    assert not secret or secret not in found[0]


def test_the_remedy_for_a_webhook_secret_is_one_that_passes(read: Read, keys_file: str) -> None:
    for _ in range(200):
        read(
            PUBLIC_URL="https://chat.example.org",
            KEYS_FILE=keys_file,
            OPERATOR="An NGO",
            CONTACT="x",
            TELEGRAM_TOKEN=TOKEN,
            TELEGRAM_SECRET=secrets.token_urlsafe(32),
        ).check()


def test_long_polling_needs_no_webhook_secret(read: Read) -> None:
    settings = read(TELEGRAM_TOKEN=TOKEN)
    settings.check()
    assert not settings.webhook


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("TELEGRAM_API", "http://api.example.org", "http://127.0.0.1:8081"),
        ("REDIS_URL", "redis://cache.example.org:6379", "rediss://cache.example.org:6379"),
        ("REDIS_URL", "redis://10.0.0.5:6379", "unix:///run/redis.sock"),
        ("JITSI_URL", "http://video.example.org", "https://video.example.org"),
        ("TELEGRAM_TOKEN", "not a token", TOKEN),
    ],
)
def test_K8_what_leaves_the_machine_is_encrypted(read: Read, name: str, bad: str, good: str) -> None:
    found = problems(read(**{name: bad}))
    assert len(found) == 1
    assert found[0].startswith(f"RAFIQ_{name}")
    read(**{name: good}).check()


def test_K8_the_public_address_is_https(read: Read, keys_file: str) -> None:
    settings = read(PUBLIC_URL="http://chat.example.org", KEYS_FILE=keys_file, OPERATOR="An NGO", CONTACT="x")
    assert "https" in problems(settings)[0]


def test_a_value_of_the_wrong_kind_is_a_sentence(read: Read) -> None:
    with pytest.raises(SettingsError, match="RAFIQ_PORT has a wrong value"):
        read(PORT="http")


def test_L2_secrets_do_not_show_when_settings_are_printed(read: Read) -> None:
    settings = read(
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_SECRET=WEBHOOK_SECRET,
        DATABASE_URL="postgresql://u:pw-canary@localhost/x",
        REDIS_URL="redis://:pw-canary@localhost",
    )
    shown = f"{settings!r} {settings} {settings.model_dump()}"
    assert all(secret not in shown for secret in (TOKEN, WEBHOOK_SECRET, "pw-canary"))
    assert len(settings.secrets()) == 4


MAIL = {"SMTP_HOST": "mail.example.org", "SMTP_FROM": "rafiq@example.org"}


def test_mail_needs_a_server_and_an_address_and_nothing_else(read: Read) -> None:
    settings = read(**MAIL)
    settings.check()
    assert settings.smtp_port == 587


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (MAIL | {"SMTP_FROM": ""}, "RAFIQ_SMTP_FROM is not set to a mail address"),
        (MAIL | {"SMTP_FROM": "Rafiq <rafiq@example.org>"}, "RAFIQ_SMTP_FROM is not set to a mail address"),
        (MAIL | {"SMTP_HOST": "smtps://mail.example.org"}, "RAFIQ_SMTP_HOST is no host name"),
        (MAIL | {"SMTP_USER": "rafiq"}, "belong together"),
        (MAIL | {"SMTP_PASSWORD": "secret words"}, "belong together"),
        ({"SMTP_FROM": "rafiq@example.org"}, "RAFIQ_SMTP_HOST is not set, but RAFIQ_SMTP_FROM is"),
    ],
)
def test_half_a_mail_server_is_refused_by_name(read: Read, values: dict[str, str], fault: str) -> None:
    (problem,) = problems(read(**values))
    assert fault in problem
    assert "secret words" not in problem


def test_L2_the_password_of_the_mail_server_is_a_secret(read: Read) -> None:
    settings = read(**MAIL, SMTP_USER="rafiq", SMTP_PASSWORD="secret words")
    settings.check()
    assert "secret words" in settings.secrets()
    assert "secret words" not in repr(settings)


@pytest.mark.parametrize("port", ["0", "65536", "mail"])
def test_a_port_that_is_none_is_refused(read: Read, port: str) -> None:
    with pytest.raises(SettingsError, match="RAFIQ_SMTP_PORT"):
        read(**MAIL, SMTP_PORT=port)


@pytest.mark.parametrize(
    "query", ["ssl_cert_reqs=none", "ssl_check_hostname=false", "ssl_cert_reqs=optional"]
)
def test_K8_redis_without_checks_of_certificates_is_refused(read: Read, query: str) -> None:
    address = "rediss://cache.example.org:6379/0"
    with pytest.raises(SettingsError, match="RAFIQ_REDIS_URL turns the check of certificates off"):
        read(REDIS_URL=f"{address}?{query}").check()
    read(REDIS_URL=f"{address}?ssl_ca_certs=/etc/ssl/ours.pem").check()
    read(REDIS_URL=f"rediss://localhost:6379/0?{query}").check()  # it does not leave this machine


def test_K6_figures_for_another_machine_need_a_long_token(read: Read) -> None:
    read(METRICS_PORT="9100").check()
    for host, token in (("0.0.0.0", ""), ("0.0.0.0", "short"), ("127.0.0.1", "short")):
        with pytest.raises(SettingsError, match="RAFIQ_METRICS_TOKEN"):
            read(METRICS_HOST=host, METRICS_TOKEN=token).check()
    read(METRICS_HOST="0.0.0.0", METRICS_TOKEN=secrets.token_urlsafe(32)).check()
    with pytest.raises(SettingsError, match="RAFIQ_METRICS_PORT is the same as RAFIQ_PORT"):
        read(METRICS_PORT="8000").check()
