"""What people type, understood: numbers, dates, countries, languages. None of it ever raises."""

from bot.language.reading.countries import read_countries
from bot.language.reading.dates import read_date
from bot.language.reading.languages import read_language
from bot.language.reading.numbers import read_number
from bot.language.reading.tongues import read_tongues, tongue_name

__all__ = ["read_countries", "read_date", "read_language", "read_number", "read_tongues", "tongue_name"]
