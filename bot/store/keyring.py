"""The file of secrets that everything else hangs on (RAFIQ_KEYS_FILE).

It lies outside the database and outside `data/`, so that a copy of those names nobody (K2, K3). Each purpose
has keys of its own (K5), newest first: the first one seals, the others only open (K4).
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
import stat
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bot.store.cipher import KEY_BYTES, KEY_ID_BYTES

PURPOSES = ("master", "lookup", "sessions", "links", "backups", "logs")
"""master wraps data keys; lookup hashes addresses; logs makes the pseudonyms that change every day."""

_FEWEST_DIFFERENT_BYTES = 16  # chance gives 32 random bytes fewer than that less than once in 10**18


class KeyringError(Exception):
    """The key file is missing or unsafe. The text says how to mend it, and holds no part of a key."""


@dataclass(frozen=True, slots=True)
class Key:
    """One secret of 256 bits. Never printed: only its id shows."""

    id: bytes
    secret: bytes = field(repr=False)
    standby: bool = False
    """It opens, and does not seal yet: not every process may know it."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """All secrets of an installation: for each purpose at least one key, the newest first."""

    keys: dict[str, tuple[Key, ...]]

    def newest(self, purpose: str) -> Key:
        return self.keys[purpose][0]

    def with_id(self, purpose: str, key_id: bytes) -> Key | None:
        return next((key for key in self.keys[purpose] if key.id == key_id), None)


def default_path() -> Path:
    """Where a local start keeps its keys: the user's own configuration directory."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA", home / "AppData" / "Roaming"))
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return base / "rafiq" / "keys.json"


def generate() -> Keyring:
    """New random keys for every purpose."""
    return Keyring({purpose: (new_key(),) for purpose in PURPOSES})


def load(path: Path, data_dir: Path) -> Keyring:
    """Read a key file, or raise KeyringError if it is missing or unsafe (K6)."""
    _refuse_inside(path, data_dir)
    if not path.exists():
        raise KeyringError(
            f"The key file {path} does not exist. Restore it from where it is kept safe; for a new "
            "installation make one with `rafiq keys new` and set RAFIQ_KEYS_FILE to it."
        )
    _refuse_open_rights(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KeyringError(f"The key file {path} cannot be read as JSON: restore it from a copy.") from error
    return _parse(content, path)


def load_or_create(path: Path, data_dir: Path) -> Keyring:
    """As `load`, but make the file where there is none: only for a local start, never in public (K6)."""
    _refuse_inside(path, data_dir)
    if not path.exists():
        create(path, data_dir)
    return load(path, data_dir)


def create(path: Path, data_dir: Path) -> None:
    """Write new keys to a file that only its owner can read. A file that is there already stays as it is."""
    _refuse_inside(path, data_dir)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".keys-")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(dump(generate()))
            file.flush()
            os.fsync(file.fileno())
        # A link appears whole or not at all, and never over another process's file.
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()


def dump(ring: Keyring) -> str:
    """The text of a key file."""
    content = {
        purpose: [
            {"id": key.id.hex(), "key": base64.b64encode(key.secret).decode()}
            | ({"standby": True} if key.standby else {})
            for key in keys
        ]
        for purpose, keys in ring.keys.items()
    }
    return json.dumps(content, indent=2) + "\n"


def new_key() -> Key:
    """A random key with a random id."""
    return Key(secrets.token_bytes(KEY_ID_BYTES), secrets.token_bytes(KEY_BYTES))


def _refuse_inside(path: Path, data_dir: Path) -> None:
    if path.resolve().is_relative_to(data_dir.resolve()):
        raise KeyringError(
            f"The key file {path} lies inside the data folder {data_dir}, so a copy of the data would "
            "hold its keys. Move it outside and set RAFIQ_KEYS_FILE to the new place."
        )


def _refuse_open_rights(path: Path) -> None:
    if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyringError(f"Others can read the key file {path}. Run: chmod 600 {path}")


def _parse(content: object, path: Path) -> Keyring:
    if not isinstance(content, dict) or set(content) != set(PURPOSES):
        raise KeyringError(
            f"The key file {path} must hold keys for {', '.join(PURPOSES)} and nothing else: restore it "
            "from a copy, or make a new one with `rafiq keys new`."
        )
    keys = {purpose: _parse_keys(content[purpose], purpose, path) for purpose in PURPOSES}
    all_secrets = [key.secret for group in keys.values() for key in group]
    if len(set(all_secrets)) < len(all_secrets):
        raise KeyringError(
            f"The key file {path} uses one key twice; each purpose needs its own (K5). {_RENEW}"
        )
    return Keyring(keys)


_RENEW = "Make a new file with `rafiq keys new`."


def _parse_keys(entries: object, purpose: str, path: Path) -> tuple[Key, ...]:
    if not isinstance(entries, list) or not entries:
        raise KeyringError(f"The key file {path} has no key for '{purpose}'. {_RENEW}")
    keys = tuple(_parse_key(entry, purpose, path) for entry in entries)
    if keys[0].standby:
        raise KeyringError(f"The first key for '{purpose}' in {path} is on standby. Restore it from a copy.")
    return keys


def _parse_key(entry: object, purpose: str, path: Path) -> Key:
    try:
        assert isinstance(entry, dict)
        secret = base64.b64decode(entry["key"], validate=True)
        key = Key(bytes.fromhex(entry["id"]), secret, entry.get("standby") is True)
    except (AssertionError, KeyError, TypeError, ValueError, binascii.Error):
        # `from None`: the error of the decoder may quote what it was given.
        raise KeyringError(f"The key for '{purpose}' in {path} is not an id and a key. {_RENEW}") from None
    if len(key.id) != KEY_ID_BYTES or len(key.secret) != KEY_BYTES:
        raise KeyringError(f"The key for '{purpose}' in {path} is not 256 bits long. {_RENEW}")
    if len(set(key.secret)) < _FEWEST_DIFFERENT_BYTES:
        raise KeyringError(f"The key for '{purpose}' in {path} is not random. {_RENEW}")
    return key
