"""Files for people to keep, set in type: what a feature has found out, as a PDF in her language."""

from bot.documents.sheet import Part, Sheet, as_pdf, as_pdf_of

__all__ = ["Part", "Sheet", "as_pdf", "as_pdf_of"]
