"""Orientation by date: what to do now, before the journey and after it."""
