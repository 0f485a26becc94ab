"""Calendar files, read back by a second library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.features.interviews.calendars import attachment, feed, file, method
from bot.language.languages import TAGS
from tests.features.interviews.calendars.entries import (
    LINK,
    candidate,
    entry,
    label,
    only,
    read,
    seconds,
    unfolded,
)


def test_another_library_reads_the_same_moment_words_and_link() -> None:
    event = only(file(entry(), "en", label))
    assert event.uid == entry().uid
    assert event.summary == "Interview with candidate K7QF-2M"
    assert isinstance(event.dtstart, datetime) and isinstance(event.end, datetime)
    assert event.dtstart.astimezone(UTC) == datetime(2026, 12, 7, 9, 30, tzinfo=UTC)
    assert event.dtstart.hour == 10  # as the clocks of Berlin show it
    assert event.end - event.dtstart == timedelta(minutes=30)
    assert event.location == str(event.url) == LINK
    assert event.description is not None and event.description.endswith(f"\n{LINK}")
    assert event.sequence == 0 and event.status == "CONFIRMED"
    assert event.alarm[0].trigger == timedelta(minutes=-15)


@pytest.mark.parametrize("lang", TAGS)
def test_every_language_comes_back_as_it_was_written(lang: str) -> None:
    """Commas, line breaks and right-to-left letters are escaped and folded, and nothing is lost."""
    content = file(entry(), lang, label)
    event = only(content)
    assert event.summary is not None and event.description is not None
    assert "K7QF-2M" in event.summary
    assert event.description.split("\n")[-1] == LINK
    assert max(len(line) for line in content.split(b"\r\n")) <= 75  # bytes a line (RFC 5545, 3.1)
    assert lang == "en" or event.summary != only(file(entry(), "en", label)).summary


def test_arabic_is_folded_between_letters_and_commas_are_escaped() -> None:
    content = file(entry(), "ar", label)
    for line in content.split(b"\r\n"):
        line.decode()  # no letter is cut in two
    (described,) = [line for line in unfolded(content) if line.startswith("DESCRIPTION;LANGUAGE=ar")]
    assert f":\\n{LINK}" in described and "لإلغائه" in described
    (described,) = [line for line in unfolded(file(entry(), "en", label)) if line.startswith("DESCRIPTION;")]
    assert "\\, to move\\," in described


def test_a_move_has_a_higher_sequence_and_a_cancel_takes_it_out() -> None:
    first, moved = entry(), entry(sequence=1, start=entry().start + 3_600)
    gone = entry(sequence=2, cancelled=True)
    assert only(file(first, "en", label)).uid == only(file(gone, "en", label)).uid
    assert [only(file(one, "en", label)).sequence for one in (first, moved, gone)] == [0, 1, 2]
    assert "METHOD:PUBLISH" in unfolded(file(moved, "en", label))
    lines = unfolded(file(gone, "en", label))
    assert "METHOD:CANCEL" in lines and "STATUS:CANCELLED" in lines
    assert "BEGIN:VALARM" not in lines


def test_an_invitation_by_mail_names_both_sides_and_asks_for_no_answer() -> None:
    invited = entry(organizer="rafiq@example.org", attendee="host@example.com")
    lines = unfolded(file(invited, "en", label))
    assert method(invited) == "REQUEST" and "METHOD:REQUEST" in lines
    assert "ORGANIZER:mailto:rafiq@example.org" in lines
    (attendee,) = [line for line in lines if line.startswith("ATTENDEE")]
    assert attendee.endswith(":mailto:host@example.com") and "RSVP=FALSE" in attendee
    assert attachment(invited, "en", label).media_type.endswith("method=REQUEST")


@pytest.mark.parametrize("lang", TAGS)
def test_C11_a_locked_phone_shows_no_work_and_no_place(lang: str) -> None:
    event = only(file(candidate(), lang, label))
    shown = f"{event.summary} {event.location or ''} {event.alarm[0].description}"
    assert event.location is None
    assert event.summary == event.alarm[0].description
    betraying = (
        *("interview", "work", "job", "employer", "entretien", "مقابلة", "عمل", "مصاحبه", "کار", "waraysi"),
        *("shaqo", "mahojiano", "kazi", "співбесід", "робот", "entrevista", "trabajo"),
    )
    assert not [word for word in betraying if word in shown.lower()]
    assert event.alarm[0].trigger == timedelta(hours=-1)


def test_C11_control_a_host_s_own_calendar_does_say_what_it_is() -> None:
    assert "interview" in str(only(file(entry(), "en", label)).summary).lower()


def test_B7_an_hour_that_comes_twice_is_told_in_utc() -> None:
    first, second = seconds(2026, 10, 25, 0, 15), seconds(2026, 10, 25, 1, 15)
    assert "DTSTART;TZID=Europe/Berlin:20261025T021500" in unfolded(
        file(entry(start=first, minutes=30), "en", label)
    )
    assert "DTSTART:20261025T011500Z" in unfolded(file(entry(start=second), "en", label))
    for start in (first, second, seconds(2026, 10, 25, 0, 45)):
        event = only(file(entry(start=start), "en", label))
        assert isinstance(event.dtstart, datetime) and isinstance(event.end, datetime)
        assert event.dtstart.astimezone(UTC).timestamp() == start
        assert event.end.astimezone(UTC).timestamp() == start + 30 * 60


def test_a_feed_holds_many_zones_once_each_and_cancelled_ones_as_such() -> None:
    entries = [
        entry(uid="a", zone="Europe/Berlin"),
        entry(uid="b", zone="Asia/Beirut", start=seconds(2027, 7, 1, 9)),
        entry(uid="c", zone="Europe/Berlin", start=seconds(2028, 7, 1, 9)),
        entry(uid="d", zone="Etc/UTC", cancelled=True, sequence=1),
    ]
    content = feed(entries, "en", label)
    lines = unfolded(content)
    assert lines.count("TZID:Europe/Berlin") == lines.count("TZID:Asia/Beirut") == 1
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    found = {event.uid: event for event in read(content).events}
    assert found["d"].status == "CANCELLED"
    assert {uid: event.start_datetime.timestamp() for uid, event in found.items()} == {
        one.uid: one.start for one in entries
    }


def test_an_empty_feed_is_a_calendar_too() -> None:
    assert read(feed([], "ar", label)).events == []


@pytest.mark.parametrize(
    "broken",
    [
        {"uid": "a\r\nATTENDEE:mailto:x@example.com"},
        {"uid": ""},
        {"reference": "Amina Yusuf"},
        {"link": "https://example.org/\r\nX:1"},
        {"link": "javascript:alert(1)"},
        {"organizer": "a@example.org\r\nX:1"},
        {"attendee": "no address"},
        {"minutes": 0},
        {"sequence": -1},
        {"audience": "candidate"},
    ],
)
def test_I7_nothing_that_is_handed_in_can_add_a_line_or_a_name(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        entry(**broken)
