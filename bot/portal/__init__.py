"""The staff web pages, below /portal. How to add a page: bot.portal.pages."""

from bot.portal.app import build, routes_of

__all__ = ["build", "routes_of"]
