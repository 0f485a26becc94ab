"""Every setting, typed, read once from the environment (RAFIQ_...)."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.mail_address import is_address
from bot.store import keyring
from bot.store.key_rotation import Watched
from bot.store.locality import is_local

DEMO_OPERATOR = "demo"
DEMO_CONTACT = "demo: nobody answers here"
"""What stands in for operator and contact where none is set: a local start only (C1)."""

_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")  # the alphabet and upper limit are Telegram's
_DATABASE = re.compile(r"postgres(ql)?(\+asyncpg)?://")
_REMEDY = 'Make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"'
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[?[0-9a-fA-F:]{2,45}\]?", re.ASCII)
_FEWEST_DIFFERENT_SIGNS = 10
_EASY = ("secret", "password", "changeme", "change-me", "example", "default", "12345")


class SettingsError(Exception):
    """Settings that must not be started with: one sentence a problem, each says how to mend it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """Secrets never show in a print or a traceback (SecretStr)."""

    model_config = SettingsConfigDict(
        env_prefix="RAFIQ_", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("data")
    keys_file: Path | None = None
    database_url: SecretStr | None = None
    redis_url: SecretStr | None = None
    public_url: str = ""
    operator: str = ""
    contact: str = ""
    place: str = ""
    """The place that is served, an id of content/places.yaml: its emergency numbers are shown."""
    telegram_token: SecretStr | None = None
    telegram_api: str = "https://api.telegram.org"
    telegram_secret: SecretStr | None = None
    paid_broadcast_stars: int = Field(default=0, ge=0)
    """Stars that may be spent in a day on sending announcements faster (`allow_paid_broadcast`, a tenth of a
    Star a message); 0 sends none of them paid. The bot has to be admitted to it by @BotFather."""
    smtp_host: str = ""
    """The server that takes mails to staff and employers; without one a demo shows them in the portal."""
    smtp_port: int = Field(default=587, ge=1, le=65_535)
    """465 is TLS from the first byte; on any other port STARTTLS has to follow, unless it is this machine."""
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    smtp_from: str = ""
    """The mail address that mails come from."""
    jitsi_url: str = ""
    """The address of a Jitsi server: interviews without a link of their own get a room there."""
    announcement_hosts: str = ""
    """Hosts that announcements may link to besides those of official sources, with commas (I10)."""
    announcements_a_day: int = Field(default=10, ge=1, le=10)
    """Announcements that one organisation may send within 24 hours: ten at most (A13)."""
    metrics_port: int | None = Field(default=None, ge=1, le=65_535)
    """Where /metrics, /healthz and /readyz are for the operator alone; without one there are no figures."""
    metrics_host: str = "127.0.0.1"
    metrics_token: SecretStr | None = None
    """What whoever asks for figures from another machine has to bring (Authorization: Bearer ...)."""
    video_hosts: str = ""
    """Hosts of video calls that employers may link to, with commas; empty for those that Rafiq lists (E6)."""

    @property
    def public(self) -> bool:
        """True where strangers may reach it: then nothing may be missing (K6)."""
        return not is_local(self.host) or bool(self.public_url) or self.database_url is not None

    @property
    def demo(self) -> bool:
        """True where nobody's real data can be meant: this machine alone, and nobody answers for it."""
        return not self.public and not self.operator

    @property
    def webhook(self) -> bool:
        """True where Telegram calls us; with a token alone we ask Telegram."""
        return self.telegram_token is not None and bool(self.public_url)

    @property
    def keys_path(self) -> Path:
        return self.keys_file or keyring.default_path()

    @property
    def operator_name(self) -> str:
        return self.operator or DEMO_OPERATOR

    @property
    def contact_text(self) -> str:
        return self.contact or DEMO_CONTACT

    def keyring(self) -> keyring.Keyring:
        """The keys; a local start makes them where there are none. Raises keyring.KeyringError."""
        reader = keyring.load if self.public else keyring.load_or_create
        return reader(self.keys_path, self.data_dir)

    def watched_keys(self) -> Watched:
        """The key file, for a process that has to notice when it is changed (K4). To be made before
        `keyring` reads it."""
        return Watched(self.keys_path, self.data_dir)

    def secrets(self) -> list[str]:
        """What must never appear in a log (L2)."""
        fields = (
            self.database_url,
            self.redis_url,
            self.telegram_token,
            self.telegram_secret,
            self.smtp_password,
            self.metrics_token,
        )
        return [field.get_secret_value() for field in fields if field is not None]

    def check(self) -> None:
        """Raise SettingsError unless it is safe to start with these (K6, K8)."""
        problems = [
            *self._public_problems(),
            *self._telegram_problems(),
            *self._transport_problems(),
            *self._mail_problems(),
            *self._metrics_problems(),
        ]
        if problems:
            raise SettingsError(problems)

    def _public_problems(self) -> list[str]:
        if not self.public:
            return []
        problems = []
        if self.keys_file is None:
            problems.append(
                "RAFIQ_KEYS_FILE is not set: a public start needs a key file of its own. "
                "Make one with `rafiq keys new` outside the data folder and set the variable to its path."
            )
        else:
            try:
                keyring.load(self.keys_file, self.data_dir)
            except keyring.KeyringError as error:
                problems.append(str(error))
        if not self.operator.strip():
            problems.append("RAFIQ_OPERATOR is not set: set it to the name of who runs this service.")
        if not self.contact.strip():
            problems.append("RAFIQ_CONTACT is not set: set it to how people can reach a human of yours.")
        return problems

    def _telegram_problems(self) -> list[str]:
        problems = []
        token = self.telegram_token.get_secret_value() if self.telegram_token else None
        if token is not None and not _TOKEN.fullmatch(token):
            problems.append("RAFIQ_TELEGRAM_TOKEN is not a bot token: copy it again from @BotFather.")
        if self.webhook:
            secret = self.telegram_secret.get_secret_value() if self.telegram_secret else ""
            problems += _webhook_secret_problems(secret)
        return problems

    def _mail_problems(self) -> list[str]:
        if not self.smtp_host:
            given = [
                name
                for name, value in (
                    ("RAFIQ_SMTP_USER", self.smtp_user),
                    ("RAFIQ_SMTP_PASSWORD", self.smtp_password),
                    ("RAFIQ_SMTP_FROM", self.smtp_from),
                )
                if value
            ]
            remedy = "set it to the name of your mail server, or take the others out"
            return [f"RAFIQ_SMTP_HOST is not set, but {given[0]} is: {remedy}."] if given else []
        problems = []
        if not _HOST.fullmatch(self.smtp_host):
            problems.append("RAFIQ_SMTP_HOST is no host name: give the name of your mail server alone.")
        if not is_address(self.smtp_from):
            problems.append(
                "RAFIQ_SMTP_FROM is not set to a mail address: give the one that mails come from."
            )
        if bool(self.smtp_user) != (self.smtp_password is not None):
            problems.append("RAFIQ_SMTP_USER and RAFIQ_SMTP_PASSWORD belong together: set both or neither.")
        return problems

    def _metrics_problems(self) -> list[str]:
        if self.metrics_port is None:
            return []
        problems = []
        if self.metrics_port == self.port:
            problems.append("RAFIQ_METRICS_PORT is the same as RAFIQ_PORT: figures need a port of their own.")
        token = self.metrics_token.get_secret_value() if self.metrics_token else ""
        if (token or not is_local(self.metrics_host)) and not _WEBHOOK_SECRET.fullmatch(token):
            problems.append(
                "RAFIQ_METRICS_TOKEN must be 32 to 256 signs of A-Z, a-z, 0-9, _ and - "
                f"where RAFIQ_METRICS_HOST is another than this machine. {_REMEDY}"
            )
        return problems

    def _transport_problems(self) -> list[str]:
        """Plain connections may not leave this machine (K8)."""
        problems = []
        if self.database_url and not _DATABASE.match(self.database_url.get_secret_value()):
            problems.append(
                "RAFIQ_DATABASE_URL is not a PostgreSQL address: give postgresql://USER:PASSWORD@HOST/NAME."
            )
        if not _encrypted(self.telegram_api, "https"):
            problems.append("RAFIQ_TELEGRAM_API goes to another machine unencrypted: give an https address.")
        if self.public_url and not _encrypted(self.public_url, "https"):
            problems.append("RAFIQ_PUBLIC_URL is not an https address: put TLS in front and give that one.")
        if self.jitsi_url and not _encrypted(self.jitsi_url, "https"):
            problems.append("RAFIQ_JITSI_URL is not an https address: calls would go through unencrypted.")
        if self.redis_url and not _encrypted(self.redis_url.get_secret_value(), "rediss", "unix"):
            problems.append("RAFIQ_REDIS_URL goes to another machine unencrypted: give a rediss address.")
        if self.redis_url and _unchecked(self.redis_url.get_secret_value()):
            problems.append(
                "RAFIQ_REDIS_URL turns the check of certificates off: take ssl_cert_reqs and "
                "ssl_check_hostname out, and give ssl_ca_certs=FILE where the authority is your own."
            )
        return problems


def load_settings() -> Settings:
    """Read the environment; a value of the wrong kind raises SettingsError."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError([_sentence(str(e["loc"][0]), e["msg"]) for e in error.errors()]) from None


def _encrypted(url: str, *schemes: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in schemes or is_local(parts.hostname or "")


def _unchecked(url: str) -> bool:
    """True where an address of Redis asks for TLS without checks, to another machine (K8)."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    checks = asked.get("ssl_cert_reqs", "required").lower() == "required"
    named = asked.get("ssl_check_hostname", "true").lower() in ("true", "1", "yes")
    return parts.scheme == "rediss" and not is_local(parts.hostname or "") and not (checks and named)


def _webhook_secret_problems(secret: str) -> list[str]:
    remedy = _REMEDY
    if not secret:
        return [f"RAFIQ_TELEGRAM_SECRET is not set, so anyone could pose as Telegram. {remedy}"]
    if not _WEBHOOK_SECRET.fullmatch(secret):
        return [f"RAFIQ_TELEGRAM_SECRET must be 32 to 256 signs of A-Z, a-z, 0-9, _ and -. {remedy}"]
    if len(set(secret)) < _FEWEST_DIFFERENT_SIGNS or any(word in secret.lower() for word in _EASY):
        return [f"RAFIQ_TELEGRAM_SECRET can be guessed. {remedy}"]
    return []


def _sentence(field: str, fault: str) -> str:
    return f"RAFIQ_{field.upper()} has a wrong value: {fault}."
