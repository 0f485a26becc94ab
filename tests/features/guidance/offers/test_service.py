"""A pasted message: what is read off it, and how it is quoted."""

from __future__ import annotations

from bot.features.guidance.offers.model import Seen
from bot.features.guidance.offers.service import LONGEST_QUOTE, QUOTES, OfferCheck
from tests.features.guidance.offers.test_messages import shipped

CHECK = shipped()


def flags(message: str) -> list[str]:
    return list(dict.fromkeys(seen.flag for seen in CHECK.read(message) or ()))


def test_a_message_that_is_too_short_is_not_judged() -> None:
    assert CHECK.read("hello my friend") is None
    assert CHECK.read("") is None
    assert CHECK.read("hello my good friend") == ()


def test_an_address_alone_is_enough() -> None:
    assert CHECK.read("unhcr-jobs.com") == (Seen("address", "unhcr-jobs . com", "unhcr.org"),)


def test_two_languages_in_one_message_are_both_read() -> None:
    assert set(flags("الفيزا مضمونة brother, pay the registration fee today")) >= {"fee", "visa"}


def test_the_quotes_are_few_and_short_and_no_links() -> None:
    message = (
        " ".join(f"pay {n}, send {n + 1}." for n in range(100, 120)) + " keep your passport at www.x.com"
    )
    seen = CHECK.read(message) or ()
    assert [one.flag for one in seen].count("fee") == QUOTES
    assert all(len(one.words) <= LONGEST_QUOTE for one in seen)
    assert not any("x.com" in one.words for one in seen)


def test_a_quote_is_not_given_twice_in_parts() -> None:
    quotes = [seen.words for seen in CHECK.read("You must pay a visa processing fee of us") or ()]
    assert quotes == [quote for quote in quotes if not any(quote != q and quote in q for q in quotes)]
    assert quotes


def test_an_article_that_cannot_be_read_is_not_offered() -> None:
    assert CHECK.articles(["fee"]) == ["safety/job-scams", "rights/recruitment-fees"]
    withdrawn = OfferCheck(CHECK.rules, lambda id: id != "rights/recruitment-fees")
    assert withdrawn.articles(["fee"]) == ["safety/job-scams"]


def test_what_overlaps_is_one_quote_and_a_sum_has_its_coin() -> None:
    quotes = [seen.words for seen in CHECK.read("Please pay the registration fee: send 250 euro today") or ()]
    assert "pay the registration fee" in quotes
    assert "send 250 euro" in quotes
    assert "registration fee" not in quotes
