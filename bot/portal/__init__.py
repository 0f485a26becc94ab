"""The staff web pages, below /portal. How to add a page: bot.portal.pages."""

from bot.portal.app import build, routes_of
from bot.portal.desk import Mail, Mails

__all__ = ["Mail", "Mails", "build", "routes_of"]
