"""A real SMTP server on loopback (aiosmtpd) that can be told to be difficult."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import email
import email.policy
import ipaddress
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

OK = "250 OK"


@dataclass
class PostOffice:
    """What it says to each command, and what it took."""

    says: dict[str, str] = field(default_factory=dict)
    """Answers other than OK to MAIL, RCPT and DATA."""
    cut: str = ""
    """`before`: the line goes dead before it has answered RCPT; `after`: after the whole text, unanswered;
    `answered`: after the text was taken and the answer was sent."""
    hang: float = 0.0
    """Seconds that it thinks about a text."""
    taken: list[Envelope] = field(default_factory=list)
    offered: int = 0
    """Texts that came to it at all."""
    logins: list[tuple[str, str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    port: int = 0

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.says.get("MAIL", OK)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.cut == "before":
            _hang_up(server)
        if "RCPT" not in self.says:
            envelope.rcpt_tos.append(address)
        return self.says.get("RCPT", OK)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.offered += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.hang)
        self.at_once -= 1
        self.encrypted.append(_transport(server).get_extra_info("sslcontext") is not None)
        if "DATA" not in self.says:
            self.taken.append(envelope)
        if self.cut == "after":
            _hang_up(server)
        return self.says.get("DATA", OK)

    def login(self, server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"right", handled=False)

    @property
    def mails(self) -> list[EmailMessage]:
        """What was taken, parsed by the standard library."""
        return [read(content) for content in self.contents]

    @property
    def contents(self) -> list[bytes]:
        """What was taken, as it came over the line."""
        return [envelope.content for envelope in self.taken if isinstance(envelope.content, bytes)]


def _transport(server: SMTP) -> asyncio.WriteTransport:
    transport = server.transport
    assert isinstance(transport, asyncio.WriteTransport)
    return transport


def _hang_up(server: SMTP) -> None:
    _transport(server).abort()


def text_of(mail: EmailMessage) -> str:
    """The words of a mail, with the ends of lines that Python uses."""
    body = mail.get_body(("plain",))
    assert body is not None
    content = body.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


def read(content: bytes) -> EmailMessage:
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


@contextlib.asynccontextmanager
async def opened(
    office: PostOffice,
    *,
    tls: ssl.SSLContext | None = None,
    from_first_byte: bool = False,
    login: bool = False,
) -> AsyncIterator[PostOffice]:
    """The office behind a port of its own. `tls` offers STARTTLS, or TLS from the first byte on."""
    factory: Callable[[], SMTP] = lambda: SMTP(  # noqa: E731
        office,
        hostname="post.example.org",
        enable_SMTPUTF8=False,
        tls_context=None if from_first_byte else tls,
        authenticator=office.login if login else None,
        auth_require_tls=False,
    )
    loop = asyncio.get_running_loop()
    server = await loop.create_server(factory, "127.0.0.1", 0, ssl=tls if from_first_byte else None)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
        await server.wait_closed()
        await asyncio.sleep(0)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """TLS for a server at 127.0.0.1, and for a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post.example.org")])
    begin = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    issued = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + issued.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.create_default_context(cadata=issued.public_bytes(serialization.Encoding.PEM).decode())
    return server, client
