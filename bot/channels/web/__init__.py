"""The web chat: one page that works on weak phones, with and without JavaScript, and topics to keep."""

from bot.channels.web.answers import Check, Checked
from bot.channels.web.app import build
from bot.channels.web.pages import Labels, Pages
from bot.channels.web.serving import uvicorn_options
from bot.channels.web.settings import WebSettings

__all__ = ["Check", "Checked", "Labels", "Pages", "WebSettings", "build", "uvicorn_options"]
