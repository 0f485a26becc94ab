"""The poster: its codes say the address that stands below them, in every language, on one small page."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest
import segno

from bot.conversation.messages import Text
from bot.documents.poster import qr
from bot.features.places import Place, links
from bot.features.places.poster import NEVER, poster
from bot.language.catalogs import Catalogs
from bot.language.languages import TAGS
from bot.language.speech import LanguageSpeech
from bot.mind import ROOT

NAMES = {"en": "Demo camp", "ar": "مخيم تجريبي"}
PLACE = Place("x" * 22, "demo-camp", "camp", "", "KE", "Africa/Nairobi", "", True, True, NAMES)
SPEECH = LanguageSpeech(Catalogs.load(ROOT / "locales"))
SCALE = 4


def say(text: Text, lang: str) -> str:
    return SPEECH.text(lang, text.ctxt, text.msg, text.values, "", "")[0]


def made(*langs: str, bot: str = "demo_bot", origin: str = "") -> pdfium.PdfDocument:
    data = poster(PLACE, langs, say, bot=bot, origin=origin, operator="Demo", contact="demo")
    assert data.media_type == "application/pdf"
    assert len(data.data) < 200 * 1024
    return pdfium.PdfDocument(data.data)


def modules(page: pdfium.PdfPage, size: int) -> list[list[bool]]:
    """The dark modules of the one code on a page: found by its ink, then each looked at in its middle."""
    bitmap = page.render(scale=SCALE, grayscale=True)
    data, stride = bytes(bitmap.buffer), bitmap.stride
    # The code stands above everything else: its ink begins with the topmost dark row.
    rows = [y for y in range(bitmap.height) if min(data[y * stride : y * stride + bitmap.width]) < 80]
    top = next(y for y in rows if sum(v < 80 for v in data[y * stride : y * stride + bitmap.width]) > 20)
    line = data[(top + 2) * stride : (top + 2) * stride + bitmap.width]
    dark = [x for x, v in enumerate(line) if v < 80]
    left, right = dark[0], dark[-1] + 1
    step = (right - left) / size
    return [
        [
            data[int(top + (row + 0.5) * step) * stride + int(left + (col + 0.5) * step)] < 128
            for col in range(size)
        ]
        for row in range(size)
    ]


def test_the_printed_code_is_the_start_link_with_the_highest_error_correction() -> None:
    address = "https://demo.invalid/?start=p-demo-camp"
    wanted = segno.make_qr(address, error="h", boost_error=False)
    assert wanted.error == "H"
    page = made("en", bot="", origin="https://demo.invalid/")[0]
    matrix = [[bool(module) for module in row] for row in wanted.matrix]
    assert modules(page, len(matrix)) == matrix
    other = segno.make_qr(address.replace("p-demo", "p-dema"), error="h", boost_error=False)
    assert modules(page, len(matrix)) != [[bool(module) for module in row] for row in other.matrix]
    assert address in page.get_textpage().get_text_range()


def test_both_ways_stand_on_it_where_there_are_both() -> None:
    text = made("en", origin="https://demo.invalid")[0].get_textpage().get_text_range()
    assert "https://t.me/demo_bot?start=p-demo-camp" in text
    assert "https://demo.invalid/?start=p-demo-camp" in text
    assert "Telegram" in text


@pytest.mark.parametrize("langs", [("so",), ("ar", "en"), TAGS])
def test_A12_every_language_is_on_the_one_page_and_says_that_it_is_free(langs: tuple[str, ...]) -> None:
    document = made(*langs)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    for lang in langs:
        if lang not in ("ar", "fa"):  # shaped letters come out of a PDF in forms of their own
            assert all(word.strip(".,;") in text for word in say(NEVER, lang).split())


def test_it_needs_an_address() -> None:
    with pytest.raises(ValueError, match="at least one code"):
        made("en", bot="")


def test_links_carry_only_what_telegram_takes() -> None:
    assert links.telegram("demo_bot", "demo-camp") == "https://t.me/demo_bot?start=p-demo-camp"
    assert links.read("p-demo-camp") == ("place", "demo-camp")
    assert links.read("t-water") == ("topic", "water")
    assert links.read("s-abc_DEF") == ("staff", "abc_DEF")
    for bad in ("", "p-", "p-A B", "t-football", "rights_work", "p-" + "a" * 60, "s-"):
        assert links.read(bad) == ("other", "")


def test_the_code_has_white_around_it() -> None:
    assert 'viewBox="0 0 ' in qr("https://demo.invalid")
