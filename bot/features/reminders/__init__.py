"""Reminders that people asked for: set, seen, taken back.

They are kept and brought by bot.delivery.reminders.
"""
