"""Telegram: aiogram understands what comes in, python-telegram-bot's ExtBot carries what goes out.

Importing this package costs 4 s and 160 MB (aiogram), so it is imported only where RAFIQ_TELEGRAM_TOKEN is
set, and by nothing outside bot/app.py.
"""

from bot.channels.telegram.channel import TelegramChannel, connect

__all__ = ["TelegramChannel", "connect"]
