"""Zones by what an employer types, and moments in words."""

from __future__ import annotations

import pytest

from bot.features.interviews.zones import ZoneFound, both, describe, find_zones, only_zone, said
from bot.language.languages import TAGS
from bot.language.zone_data import zone_table

NOON = 1_795_255_200  # 2026-11-21 10:00 UTC


@pytest.mark.parametrize(
    ("words", "lang", "zone"),
    [
        ("Beirut", "en", "Asia/Beirut"),
        ("برلين", "ar", "Europe/Berlin"),
        ("برلین", "fa", "Europe/Berlin"),
        ("Barliin", "so", "Europe/Berlin"),
        ("Берлін", "uk", "Europe/Berlin"),
        ("Київ", "uk", "Europe/Kyiv"),
        ("Kiev", "en", "Europe/Kyiv"),
        ("كييف", "ar", "Europe/Kyiv"),
        ("Londres", "es", "Europe/London"),
        ("Le Caire", "fr", "Africa/Cairo"),
        ("Dar es Salaam", "sw", "Africa/Dar_es_Salaam"),
        ("new  YORK", "en", "America/New_York"),
        ("Calcutta", "en", "Asia/Kolkata"),
        ("america/toronto", "en", "America/Toronto"),
        ("Munich, Germany", "en", "Europe/Berlin"),
        ("Lubnaan", "so", "Asia/Beirut"),
        ("Munich", "en", "Europe/Berlin"),
        ("München", "fr", "Europe/Berlin"),
        ("ميونيخ", "ar", "Europe/Berlin"),
        ("Мюнхен", "uk", "Europe/Berlin"),
        ("Houston, United States", "en", "America/Chicago"),
        ("Mombasa", "sw", "Africa/Nairobi"),
        ("کراچی", "fa", "Asia/Karachi"),
        ("Aleppo", "en", "Asia/Damascus"),
        ("Nairoby", "sw", "Africa/Nairobi"),
        ("کابل", "fa", "Asia/Kabul"),
    ],
)
def test_a_city_or_country_in_any_language_is_found_first(words: str, lang: str, zone: str) -> None:
    assert find_zones(words, lang)[0].zone == zone


def test_it_is_shown_in_the_reader_s_language_whatever_was_typed() -> None:
    assert find_zones("Beirut", "ar") == (ZoneFound("Asia/Beirut", "بيروت", "لبنان"),)
    assert find_zones("بيروت", "es") == (ZoneFound("Asia/Beirut", "Beirut", "Líbano"),)


def test_a_country_gives_each_of_its_hours_once() -> None:
    found = [found.zone for found in find_zones("United States", "en")]
    assert {"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"} < set(found)
    assert len(found) <= 8
    assert [found.zone for found in find_zones("Germany", "en")] == ["Europe/Berlin"]


def test_a_city_that_two_countries_have_is_both_until_the_country_is_said() -> None:
    zones = [found.zone for found in find_zones("Valencia", "en")]
    assert zones[:2] == ["America/Caracas", "Europe/Madrid"]
    assert [found.zone for found in find_zones("Valencia, Spain", "en")] == ["Europe/Madrid"]


@pytest.mark.parametrize(
    ("country", "zone"),
    [("KE", "Africa/Nairobi"), ("DE", "Europe/Berlin"), ("US", None), ("AU", None), ("XX", None)],
)
def test_a_country_with_one_hour_has_one_zone(country: str, zone: str | None) -> None:
    assert only_zone(country) == zone


@pytest.mark.parametrize("words", ["", " ", "xqzzv", "Ω" * 3, "a" * 500, "'; DROP TABLE", "Atlantis"])
def test_what_is_no_place_finds_nothing(words: str) -> None:
    assert find_zones(words, "en") == ()


def test_every_zone_is_found_by_its_own_city_in_every_language() -> None:
    lost = [
        (zone, lang)
        for _, zone in zone_table()
        for lang in TAGS
        if zone not in {found.zone for found in find_zones(describe(zone, lang).city, lang)}
    ]
    assert lost == []


def test_B7_a_moment_is_said_with_weekday_zone_and_offset() -> None:
    assert said(NOON, "Europe/Kyiv", "en") == "Saturday, 21 November 2026 at 12:00 (Ukraine Time, UTC+2)"
    assert "أوكرانيا" in said(NOON, "Europe/Kyiv", "ar")
    assert said(NOON, "US/Central", "en").endswith("at 04:00 (United States (Chicago) Time, UTC-6)")


@pytest.mark.parametrize("lang", TAGS)
def test_B7_both_sides_stand_in_one_message(lang: str) -> None:
    lines = both(NOON, "Europe/Berlin", "Asia/Beirut", lang).split("\n")
    assert lines == [said(NOON, "Europe/Berlin", lang), said(NOON, "Asia/Beirut", lang)]
    assert "+1" in lines[0] and "+2" in lines[1]


def test_B7_two_who_live_in_one_zone_read_it_once() -> None:
    assert both(NOON, "Asia/Beirut", "Asia/Beirut", "en") == said(NOON, "Asia/Beirut", "en")
