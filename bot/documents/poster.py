"""A poster to print: links as QR codes that survive folds and rain, and a few words in each language."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass

from bot.conversation.messages import Attachment
from bot.documents.sheet import as_pdf_of

QUIET = 4
"""Modules of white around a code (ISO/IEC 18004)."""
MOST_LANGUAGES = 8


@dataclass(frozen=True, slots=True)
class Code:
    """An address to scan; `label` says what it opens."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Block:
    """The words in one language (BCP 47 tag)."""

    lang: str
    rtl: bool
    heading: str
    lines: tuple[str, ...]
    warning: str


@dataclass(frozen=True, slots=True)
class Poster:
    """`foot` says who runs the service; it and the title are in the language of the first block."""

    title: str
    codes: tuple[Code, ...]
    blocks: tuple[Block, ...]
    foot: str


def as_pdf(poster: Poster, name: str) -> Attachment:
    """An A4 page; `name` is that of the file, ASCII without ending. ValueError without a code or words."""
    if not poster.codes or not poster.blocks:
        raise ValueError("a poster has at least one code and one language")
    values = asdict(poster)
    values["codes"] = [asdict(code) | {"svg": qr(code.address)} for code in poster.codes]
    return as_pdf_of("poster.typ", values, poster.blocks[0].lang, name)


def qr(address: str) -> str:
    """The address as an SVG image of a QR code with the highest error correction (H: 30 % may be lost)."""
    import segno  # only where a poster is wanted

    made = io.BytesIO()
    code = segno.make_qr(address, error="h", boost_error=False)
    code.save(made, kind="svg", border=QUIET, xmldecl=False, omitsize=True, dark="#000", light="#fff")
    return made.getvalue().decode()
