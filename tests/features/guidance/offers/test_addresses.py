"""Addresses: free mail, look-alikes by letter, sound, alphabet and punycode; official ones are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features.guidance.offers.addresses import addresses, imitates, is_free_mail, shown
from bot.features.guidance.offers.reading import load_rules
from bot.features.library import Fault
from tests.features.guidance.offers.test_messages import ROOT
from tests.features.library.articles import TODAY

OFFICIALS = load_rules(ROOT / "content", (), []).officials


def real(text: str) -> str | None:
    (address,) = addresses(text)
    return imitates(address, OFFICIALS)


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("http://unhcr-jobs.com/apply", "unhcr.org"),
        ("unhcr.org.jobs-now.com", "unhcr.org"),
        ("www.unchr.org", "unhcr.org"),  # two letters changed places
        ("yunhcr.net", "unhcr.org"),
        ("eurres-europa.com", "eures.europa.eu"),
        ("gov-uk.visa-help.com", "gov.uk"),
        ("info@gov.uk.office.com", "gov.uk"),
        ("unhcr.оrg", "unhcr.org"),  # a Cyrillic о
        ("https://unһcr.org", "unhcr.org"),  # a Cyrillic һ
        ("xn--uncr-1oe.org", "unhcr.org"),  # the same in punycode
        ("lom.int", "iom.int"),
        ("iom.work.program@yahoo.com", "iom.int"),
        ("canada-gov-visa.com", ""),
        ("jоb-agency.com", ""),  # Latin with a Cyrillic о
    ],
)
def test_I10_an_address_that_only_looks_official_is_told(text: str, official: str) -> None:
    assert real(text) == official


@pytest.mark.parametrize(
    "text",
    [
        "https://help.unhcr.org/jordan",
        "jobs@unhcr.org",
        "www.gov.uk",
        "immi.homeaffairs.gov.au",
        "nordbakery.example",
        "anna.keller@lindenhof-pflege.example",
        "школа.ua",
        "nairobi.go.ke",
        "24heures.fr",
        "hotel-europa.com",
    ],
)
def test_an_official_or_ordinary_address_is_left_in_peace(text: str) -> None:
    assert real(text) is None


@pytest.mark.parametrize("text", ["at 16:30. Then", "14.40", "e.g", "роботу.Зарплата", "e-mail", "الآن.ثم"])
def test_what_is_no_address_is_not_read_as_one(text: str) -> None:
    assert list(addresses(text)) == []


def test_free_mail_is_known_by_its_host() -> None:
    free, own = addresses("kitchen@gmail.com kitchen@gmail.com.school.example")
    assert is_free_mail(free, OFFICIALS)
    assert not is_free_mail(own, OFFICIALS)


def test_I10_no_phone_makes_a_link_of_an_address_that_is_shown() -> None:
    (address,) = addresses("iom.work@yahoo.com")
    assert shown(address) == "iom . work @ yahoo . com"


def test_every_official_host_is_one_of_the_articles_sources() -> None:
    from bot.features.library.building import host_of
    from bot.features.library.service import Library

    library = Library.load(ROOT / "content", lambda text, lang: text.msg, TODAY)
    hosts = {host_of(source.url) for article in library.articles.values() for source in article.sources}
    strange = [
        official
        for official in OFFICIALS.hosts
        if not any(host == official or host.endswith(f".{official}") for host in hosts)
    ]
    assert strange == []


def test_the_shipped_file_is_sound() -> None:
    faults: list[Fault] = []
    load_rules(ROOT / "content", (), faults)
    assert faults == []
    assert Path(ROOT / "content/guidance/offers/addresses.yaml").is_file()
