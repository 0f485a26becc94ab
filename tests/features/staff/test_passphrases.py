"""Passphrase and code, where no passkey can be had: alike in text and time, slow, once (S1, S6, I13)."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, select

from bot.features.staff import (
    Refused,
    StaffRefused,
    factors,
    fresh,
    hashed,
    joining,
    pace,
    passphrases,
    sign_in,
)
from bot.features.staff.passphrases import fit
from bot.features.staff.tables import passphrases as rows
from bot.features.staff.tables import tries
from tests.contention import Meeting
from tests.features.staff.office import Office

WORDS = "copper lantern seven orchards"
EMAIL = "bo@example.org"


@dataclass
class Bo:
    """Someone who signs in with a passphrase and an app."""

    office: Office
    app: pyotp.TOTP
    account: str
    token: str

    def code(self) -> str:
        """What the app shows, at a moment when it has not been used yet."""
        self.office.clock.forward(60)
        return self.app.at(int(self.office.now))

    async def signs_in(self, email: str = EMAIL, words: str = WORDS, code: str = "") -> str | Refused:
        return await sign_in.by_passphrase(
            self.office.store, self.office.staff, email, words, code or self.code(), self.office.clock.now
        )


@pytest.fixture
def real_cost() -> None:
    """Asked for by a test of how long a passphrase takes: it is compared at Argon2's real cost."""


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Elsewhere at a small one, on which no answer hangs: forty tests compare ten times each."""
    if "real_cost" not in request.fixturenames:
        cheap = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
        monkeypatch.setattr(passphrases, "_hasher", lambda: cheap)
    passphrases.blank.cache_clear()
    yield
    passphrases.blank.cache_clear()


@pytest.fixture
async def bo(office: Office, quick: None) -> Bo:
    account = await office.invited("administrator", email=EMAIL, name="Bo Lindgren")
    link, staff = await office.link(account), office.staff
    totp = await office.do(lambda c: joining.totp(c, staff, link, office.now))
    app = pyotp.TOTP(totp.secret)
    assert totp.uri.startswith("otpauth://totp/Rafiq:bo%40example.org?secret=")
    for unfit in ("short words", "bo lindgren is me today"):
        with pytest.raises(StaffRefused, match="bad_passphrase"):
            await office.do(lambda c: joining.fit(c, staff, link, unfit, office.now))  # noqa: B023
    await office.do(lambda c: joining.fit(c, staff, link, WORDS, office.now))
    hash_ = hashed(WORDS)
    wrong = f"{(int(app.at(int(office.now))) + 1) % 1_000_000:06}"
    for code in (wrong, "", "abc"):
        with pytest.raises(StaffRefused, match="bad_code"):
            await office.do(
                lambda c: joining.with_passphrase(c, staff, link, totp.id, hash_, code, office.now)  # noqa: B023
            )
    code = app.at(int(office.now))
    token = await office.do(
        lambda c: joining.with_passphrase(c, staff, link, totp.id, hash_, code, office.now)
    )
    assert await office.who(token) is not None
    return Bo(office, app, account, token)


async def test_S1_both_are_needed_and_open_a_session(bo: Bo) -> None:
    token = await bo.signs_in()
    assert isinstance(token, str)
    me = await bo.office.who(token)
    assert me is not None
    assert me.account == bo.account
    spaced = bo.code()
    assert isinstance(await bo.signs_in(" BO@example.org", WORDS, f"{spaced[:3]} {spaced[3:]}"), str)
    arabic = bo.code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert isinstance(await bo.signs_in(code=arabic), str)


async def test_S6_whatever_is_wrong_the_answer_is_the_same(bo: Bo) -> None:
    answers = [
        await bo.signs_in(email="nobody@example.org"),
        await bo.signs_in(email="no address"),
        await bo.signs_in(words="another set of words"),
        await bo.signs_in(code="000000" if bo.app.at(int(bo.office.now)) != "000000" else "000001"),
    ]
    assert answers == [Refused(sign_in.WRONG)] * 4
    assert isinstance(await bo.signs_in(), str), "the negative control: all of it right"


async def test_S6_a_code_works_once_and_an_older_one_never(bo: Bo) -> None:
    code = bo.code()
    assert isinstance(await bo.signs_in(code=code), str)
    assert isinstance(await bo.signs_in(code=code), Refused)
    before = bo.app.at(int(bo.office.now) - 30)
    assert isinstance(await bo.signs_in(code=before), Refused)
    next_step = bo.app.at(int(bo.office.now) + 30)
    bo.office.clock.forward(2)  # the two wrong tries made it wait
    assert isinstance(await bo.signs_in(code=next_step), str), "one step ahead, for clocks that differ"
    far = bo.app.at(int(bo.office.now) + 90)
    assert isinstance(await bo.signs_in(code=far), Refused)


async def test_S6_of_two_sign_ins_with_one_code_one_succeeds(bo: Bo) -> None:
    code = bo.code()
    both = await asyncio.gather(bo.signs_in(code=code), bo.signs_in(code=code))
    assert sorted(isinstance(answer, str) for answer in both) == [False, True]


async def test_I13_a_try_that_waits_for_the_owner_coming_in_is_counted_anew(office: Office) -> None:
    """What the one removes while the other waits for it must not fail the other."""
    key, meeting = bytes(range(32)), Meeting()

    def comes_in(conn: Connection) -> None:
        conn.execute(select(tries).where(tries.c.key == key).with_for_update())
        meeting.hold(conn)
        pace.forget(conn, key)

    await office.do(lambda c: pace.take(c, key, office.now))
    coming = asyncio.create_task(office.do(comes_in))
    await meeting.locked.wait()
    assert await office.do(lambda c: pace.take(c, key, office.now)) == 0
    await coming
    made = await office.do(lambda c: c.scalar(select(tries.c["count"]).where(tries.c.key == key)))
    assert made == 1, "counted from nothing"


async def test_S6_an_unknown_address_takes_as_long(real_cost: None, bo: Bo) -> None:
    """Argon2 runs for nobody's address too. What follows the comparing alone is the negative control.

    Measured is the processor's time of all threads: what else the machine does counts for nothing.
    """
    if bo.office.store.dialect != "sqlite":
        pytest.skip("the time goes into comparing, which does not hang on the engine")

    async def median(email: str) -> float:
        times = []
        for _ in range(5):
            bo.office.clock.forward(400)
            code = bo.app.at(int(bo.office.now))
            began = time.process_time()
            await bo.signs_in(email=email, words="a wrong passphrase", code=code)
            times.append(time.process_time() - began)
        return statistics.median(times)

    await median("warm@example.org")
    known, unknown = await median(EMAIL), await median("nobody@example.org")
    assert 0.4 < unknown / known < 2.5
    attempt = await bo.office.do(lambda c: sign_in.begin(c, bo.office.staff, EMAIL, bo.office.now + 400))
    assert isinstance(attempt, sign_in.Attempt)
    began = time.process_time()
    await bo.office.do(lambda c: sign_in.finish(c, bo.office.staff, attempt, False, "", bo.office.now))
    assert time.process_time() - began < known / 2.5, "what is slow is the comparing"


async def test_I13_wrong_tries_wait_longer_and_longer_and_never_for_good(bo: Bo) -> None:
    waits: list[int] = []
    while len(waits) < 12:
        tried = await bo.office.do(lambda c: sign_in.begin(c, bo.office.staff, EMAIL, bo.office.now))
        if isinstance(tried, Refused):
            waits.append(tried.wait)
            bo.office.clock.forward(tried.wait)
    assert waits[:8] == [2, 4, 8, 16, 32, 64, 128, 256]
    assert set(waits[8:]) == {pace.LONGEST}
    assert isinstance(await bo.signs_in(), str), "the owner gets in when the wait is over"
    assert isinstance(await bo.signs_in(), str), "and her next try does not wait"


async def test_I13_an_unknown_address_waits_just_the_same(bo: Bo) -> None:
    waits = []
    for email in (EMAIL, "nobody@example.org"):
        answers = [await bo.signs_in(email=email, words="wrong", code="123456") for _ in range(5)]
        waits.append([answer.wait for answer in answers if isinstance(answer, Refused)])
    assert waits[0] == waits[1] == [0, 0, 0, 2, 2]


async def test_I13_many_tries_at_once_are_counted_before_they_are_looked_at(bo: Bo) -> None:
    staff, office = bo.office.staff, bo.office
    found = await asyncio.gather(
        *(office.do(lambda c: sign_in.begin(c, staff, EMAIL, office.now)) for _ in range(20))
    )
    assert sum(isinstance(attempt, sign_in.Attempt) for attempt in found) == pace.FREE


async def test_I13_tries_of_all_together_are_slowed_and_nobody_is_refused_for_others(bo: Bo) -> None:
    delays: list[float] = []

    async def sleep(seconds: float) -> None:
        delays.append(seconds)

    office = bo.office
    for number in range(pace.MANY + 60):
        await office.do(lambda c: sign_in.begin(c, office.staff, f"{number}@example.org", office.now))  # noqa: B023
    code = bo.app.at(int(office.now) + 30)
    token = await sign_in.by_passphrase(
        office.store, office.staff, EMAIL, WORDS, code, office.clock.now, sleep
    )
    assert isinstance(token, str)
    assert delays == [pace.SLOWEST]
    office.clock.forward(pace.WINDOW)
    code = bo.app.at(int(office.now) + 30)
    await sign_in.by_passphrase(office.store, office.staff, EMAIL, WORDS, code, office.clock.now, sleep)
    assert delays == [pace.SLOWEST], "it ends by itself"


async def test_S5_a_step_up_by_passphrase_and_code(bo: Bo) -> None:
    office = bo.office
    office.clock.forward(600)
    me = await office.who(bo.token)
    assert me is not None
    assert not fresh(me, office.now)
    for words, right in (("wrong words here", False), (WORDS, True)):
        done = await sign_in.step_up_by_passphrase(
            office.store, office.staff, me, words, bo.code(), office.clock.now
        )
        assert (done is None) is right
        again = await office.who(bo.token)
        assert again is not None
        assert fresh(again, office.now) is right


async def test_S3_a_new_passphrase_ends_sessions_and_the_one_before(bo: Bo) -> None:
    office, staff = bo.office, bo.office.staff
    me = await office.who(bo.token)
    assert me is not None
    totp = await office.do(lambda c: factors.new_totp(c, staff, me, office.now))
    new, hash_ = "granite willow teapot nine", hashed("granite willow teapot nine")
    old = await office.do(lambda c: sign_in.begin(c, staff, EMAIL, office.now))
    assert isinstance(old, sign_in.Attempt)
    app = pyotp.TOTP(totp.secret)
    token = await office.do(
        lambda c: factors.set_passphrase(c, staff, me, totp.id, hash_, app.at(int(office.now)), office.now)
    )
    assert await office.who(bo.token) is None
    assert await office.who(token) is not None
    stale = await office.do(lambda c: sign_in.finish(c, staff, old, True, bo.code(), office.now))
    assert isinstance(stale, Refused), "what was compared with the passphrase before counts no more"
    assert isinstance(await bo.signs_in(), Refused)
    assert isinstance(await bo.signs_in(words=new, code=app.at(int(office.now))), str)


async def test_K1_hash_and_secret_are_sealed_and_tries_hold_no_address(bo: Bo) -> None:
    await bo.signs_in(email="nobody@example.org")
    found = await bo.office.do(lambda c: [*c.execute(select(rows)), *c.execute(select(tries))])
    stored = b"".join(
        value if isinstance(value, bytes) else str(value).encode() for row in found for value in row
    )
    for secret in (b"argon2", bo.app.secret.encode(), b"nobody", b"example"):
        assert secret not in stored


@pytest.mark.parametrize(
    "unfit",
    [
        "too short one",
        "x" * 257,
        "hodanhodanhodan",
        "my name is Hódan today",
        "hodan.a@example.org",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "12345678901234567",
        "abcdefghijklmnop",
        "rafiq is my friend",
    ],
)
def test_S1_a_passphrase_that_is_easily_guessed_is_refused(unfit: str) -> None:
    with pytest.raises(StaffRefused, match="bad_passphrase"):
        fit(unfit, "Hodan Ali", "hodan.a@example.org")


@pytest.mark.parametrize(
    "good",
    [WORDS, "correcthorsebattery", "چهار کلمه خوب و دراز", "p4 !§$%&/()=?qwz", "x" * 3 + " y" * 3 + "tuvwq!"],
)
def test_S1_no_rules_of_composition(good: str) -> None:
    """NIST SP 800-63B-4, 3.1.1.2."""
    fit(good, "Hodan Ali", "hodan.a@example.org")
