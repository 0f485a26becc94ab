"""The shipped points, and a folder of content with points that a test has changed."""

from __future__ import annotations

from pathlib import Path

from bot.features.guidance.contracts.reading import FILE, read_points

CONTENT = Path(__file__).parents[4] / "content"
SHIPPED = read_points(CONTENT)


def shipped_text() -> str:
    return (CONTENT / FILE).read_text(encoding="utf-8")


def content_with(folder: Path, text: str | None) -> Path:
    """A content folder that holds the articles of the points and this text (None: no such file)."""
    content = folder / "content"
    for point in (*SHIPPED.needed.values(), *SHIPPED.dangers.values()):
        article = content / point.article / "en.md"
        article.parent.mkdir(parents=True, exist_ok=True)
        article.touch()
    if text is not None:
        (content / FILE).parent.mkdir(parents=True)
        (content / FILE).write_text(text, encoding="utf-8")
    return content
