"""One mail to a real server: what arrives, and what delivery is told when it does not."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest

from bot.channels.mail import MailServer, channel
from bot.channels.mail.channel import SmtpMail
from bot.conversation.messages import Attachment, Outgoing
from bot.delivery.ports import Failed, Refused, SendError, TryLater, Uncertain, Unreachable
from tests.channels.mail.post_office import PostOffice, certificate, opened, text_of
from tests.clock import FakeClock
from tests.delivery.parts import until

SENDER = "rafiq@ngo.example.org"
ADDRESS = "hiring@employer.example.com"
TEXT = "حُجزت مقابلة.\n\nhttps://rafiq.example.org/portal/interviews/1\n\n.\nA line with one dot above."
MAIL = Outgoing(TEXT, "ar", subject="حُجزت مقابلة", ref="hRgk2v6nTQyzJrDq0mZ9Cw")
ENGLISH = Outgoing("Hello.", "en", subject="An interview is booked", ref="aaaaaaaaaaaaaaaaaaaaaa")


def mailing(
    office: PostOffice, clock: FakeClock, tls: ssl.SSLContext | None = None, plain: bool | None = None
) -> SmtpMail:
    return SmtpMail(MailServer("127.0.0.1", office.port, SENDER), clock, tls=tls, plain=plain)


async def fault(mail: SmtpMail, address: str = ADDRESS, message: Outgoing = MAIL) -> SendError:
    with pytest.raises(SendError) as caught:
        await mail.send(address, message)
    return caught.value


async def test_it_arrives_as_it_was_written(clock: FakeClock) -> None:
    async with opened(PostOffice()) as office:
        id_ = await mailing(office, clock).send(ADDRESS, MAIL)
    (mail,) = office.mails
    assert (office.taken[0].mail_from, office.taken[0].rcpt_tos) == (SENDER, [ADDRESS])
    assert mail["To"] == ADDRESS and SENDER in mail["From"]
    assert mail["Subject"] == "حُجزت مقابلة"
    assert mail["Date"].datetime.timestamp() == clock.now()
    assert mail["Message-ID"] == id_ == "<hRgk2v6nTQyzJrDq0mZ9Cw@ngo.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated" and mail["Content-Language"] == "ar"
    assert mail.get_content_charset() == "utf-8"
    assert text_of(mail).rstrip("\n") == TEXT


async def test_only_seven_bits_go_over_the_line(clock: FakeClock) -> None:
    async with opened(PostOffice()) as office:
        for message in (MAIL, Outgoing("Está bien: " * 40, "es", subject="Está bien", ref="b" * 22)):
            await mailing(office, clock).send(ADDRESS, message)
    assert len(office.contents) == 2
    for content in office.contents:
        lines = content.decode("ascii").split("\r\n")
        assert "=0D" not in str(lines) and max(map(len, lines)) < 998  # RFC 5322, 2.1.1
    assert text_of(office.mails[1]).rstrip("\n") == "Está bien: " * 40


async def test_a_calendar_file_comes_with_its_method(clock: FakeClock) -> None:
    kind = "text/calendar; charset=utf-8; method=REQUEST"
    file = Attachment("appointment.ics", kind, "BEGIN:VCALENDAR\r\nX:موعد\r\n".encode())
    async with opened(PostOffice()) as office:
        await mailing(office, clock).send(ADDRESS, Outgoing("Hello.", "en", attachment=file, subject="A"))
    (mail,) = office.mails
    (part,) = mail.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert part.get_filename() == "appointment.ics"
    assert part.get_payload(decode=True) == file.data
    assert text_of(mail) == "Hello.\n"


async def test_M9_every_try_of_one_message_has_the_same_id_and_others_have_others(clock: FakeClock) -> None:
    async with opened(PostOffice()) as office:
        mail = mailing(office, clock)
        for message in (MAIL, MAIL, ENGLISH, Outgoing("x", "en"), Outgoing("x", "en")):
            await mail.send(ADDRESS, message)
    ids = [mail["Message-ID"] for mail in office.mails]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4


@pytest.mark.parametrize(
    ("command", "answer", "kind", "reason"),
    [
        ("MAIL", "451 4.3.0 busy", TryLater, "sender_refused_451"),
        ("MAIL", "550 5.7.1 not from you", TryLater, "sender_refused_550"),
        ("RCPT", "450 4.2.0 greylisted", TryLater, "mailbox_450"),
        ("RCPT", "452 4.2.2 full", Failed, "mailbox_452"),
        ("RCPT", "421 4.3.2 going down", TryLater, "closing"),
        ("RCPT", "550 5.1.1 no such user", Unreachable, "mailbox_550"),
        ("RCPT", "550 no such user hiring@employer.example.com", Unreachable, "mailbox_550"),
        ("RCPT", "553 5.1.3 bad", Unreachable, "mailbox_553"),
        ("RCPT", "550 5.7.1 policy", Refused, "mailbox_550"),
        ("RCPT", "552 5.2.2 full", Failed, "mailbox_552"),
        ("RCPT", "554 5.1.2 no such domain", Unreachable, "mailbox_554"),
        ("RCPT", "554 no", Refused, "mailbox_554"),
        ("DATA", "451 4.3.0 try again", Failed, "data_451"),
        ("DATA", "554 5.6.0 content", Refused, "data_554"),
        ("DATA", "552 5.3.4 too big", Refused, "data_552"),
        ("DATA", "421 4.3.2 going down", TryLater, "closing"),
    ],
)
async def test_M8_M9_an_answer_becomes_what_delivery_has_to_know(
    clock: FakeClock, command: str, answer: str, kind: type[SendError], reason: str
) -> None:
    async with opened(PostOffice(says={command: answer})) as office:
        error = await fault(mailing(office, clock))
    assert (type(error), error.reason) == (kind, reason)
    assert office.taken == []


async def test_a_busy_mailbox_stops_no_other_mail(clock: FakeClock) -> None:
    async with opened(PostOffice(says={"RCPT": "450 4.2.0 greylisted"})) as office:
        error = await fault(mailing(office, clock))
    assert isinstance(error, TryLater) and not error.everyone and error.after >= 60


async def test_M9_a_line_cut_after_the_text_is_uncertain_and_before_it_is_not(clock: FakeClock) -> None:
    async with opened(PostOffice(cut="after")) as office:
        assert isinstance(await fault(mailing(office, clock)), Uncertain)
        assert len(office.taken) == 1  # it did arrive: nobody could have known
    async with opened(PostOffice(cut="before")) as office:
        assert isinstance(await fault(mailing(office, clock)), Failed)
        assert office.offered == 0


async def test_M9_a_server_that_falls_silent_after_the_text_is_uncertain(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "STEP", 0.2)
    async with opened(PostOffice(hang=1.0)) as office:
        assert isinstance(await fault(mailing(office, clock)), Uncertain)


async def test_nobody_at_the_port_is_a_failure_of_now(clock: FakeClock) -> None:
    async with opened(PostOffice()) as office:
        pass
    error = await fault(mailing(office, clock))
    assert (type(error), error.reason) == (Failed, "not_connected")


async def test_K8_to_another_machine_nothing_goes_unencrypted(clock: FakeClock) -> None:
    async with opened(PostOffice()) as office:
        error = await fault(mailing(office, clock, plain=False))
        assert (type(error), error.reason) == (TryLater, "no_tls")
        assert office.offered == 0
        await mailing(office, clock, plain=True).send(ADDRESS, MAIL)  # the control: this machine alone
    assert office.encrypted == [False]


async def test_K8_starttls_is_used_and_its_certificate_checked(clock: FakeClock, tmp_path: Path) -> None:
    server, client = certificate(tmp_path)
    async with opened(PostOffice(), tls=server) as office:
        await mailing(office, clock, tls=client, plain=False).send(ADDRESS, MAIL)
        assert office.encrypted == [True]
        error = await fault(mailing(office, clock, plain=False))  # trusts the usual authorities only
        assert isinstance(error, TryLater) and error.reason == "tls_failed"
    assert office.offered == 1


async def test_K8_port_465_is_encrypted_from_the_first_byte(
    clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, client = certificate(tmp_path)
    async with opened(PostOffice(), tls=server, from_first_byte=True) as office:
        monkeypatch.setattr(channel, "IMPLICIT_TLS", office.port)
        await mailing(office, clock, tls=client, plain=False).send(ADDRESS, MAIL)
        assert office.encrypted == [True]
        error = await fault(mailing(office, clock, plain=False))
        assert isinstance(error, TryLater) and error.reason == "tls_failed"
    assert office.offered == 1


async def test_it_signs_in_and_waits_where_it_may_not(clock: FakeClock) -> None:
    async with opened(PostOffice(), login=True) as office:
        server = MailServer("127.0.0.1", office.port, SENDER, "rafiq", "right")
        await SmtpMail(server, clock).send(ADDRESS, MAIL)
        wrong = MailServer("127.0.0.1", office.port, SENDER, "rafiq", "wrong")
        error = await fault(SmtpMail(wrong, clock))
    assert isinstance(error, TryLater) and error.reason == "login_refused_535" and error.everyone
    assert office.logins[0] == ("rafiq", "right") and len(office.taken) == 1
    assert "right" not in repr(server) + repr(SmtpMail(server, clock))


async def test_many_at_once_share_a_few_connections(clock: FakeClock) -> None:
    async with opened(PostOffice(hang=0.02)) as office:
        mail = mailing(office, clock)
        await asyncio.gather(*(mail.send(f"host{n}@example.com", MAIL) for n in range(30)))
    assert len(office.taken) == 30
    assert 1 < office.most_at_once <= channel.AT_ONCE


async def test_a_mail_that_gets_no_connection_goes_back_untried(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "AT_ONCE", 1)
    monkeypatch.setattr(channel, "WAIT", 0.05)
    async with opened(PostOffice(hang=1)) as office:
        mail = mailing(office, clock)
        first = asyncio.create_task(mail.send(ADDRESS, MAIL))
        await until(lambda: office.at_once == 1)
        error = await fault(mail)
        await first
    assert isinstance(error, TryLater) and error.reason == "busy" and not error.everyone
    assert office.offered == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "no address",
        "a@b@c",
        "a@example.org\r\nBcc: x@example.org",
        "a@example.org>\r\nRCPT TO:<x@example.org",
        '"a b"@example.org',
        "a,b@example.org",
        "Name <a@example.org>",
        "é@example.org",
        "a" * 300 + "@example.org",
    ],
)
async def test_I5_what_is_no_plain_address_reaches_no_server(clock: FakeClock, address: str) -> None:
    async with opened(PostOffice()) as office:
        error = await fault(mailing(office, clock), address)
    assert (type(error), error.reason) == (Unreachable, "bad_address")
    assert office.offered == 0 and office.taken == []


async def test_I5_a_subject_cannot_become_a_header(clock: FakeClock) -> None:
    sly = Outgoing("Hello.", "en", subject="Hello\r\nBcc: x@example.org\r\n\r\nBody", ref="c" * 22)
    async with opened(PostOffice()) as office:
        await mailing(office, clock).send(ADDRESS, sly)
    (mail,) = office.mails
    assert mail["Bcc"] is None and mail["Subject"] == "Hello Bcc: x@example.org Body"
    assert text_of(mail) == "Hello.\n"


async def test_L1_no_error_quotes_the_server_the_address_or_the_text(clock: FakeClock) -> None:
    async with opened(PostOffice(says={"RCPT": f"550 5.1.1 {ADDRESS} unknown"})) as office:
        error = await fault(mailing(office, clock))
    chain: BaseException | None = error
    while chain is not None:
        assert ADDRESS not in f"{chain}{chain!r}"
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
