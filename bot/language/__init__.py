"""Words in every shipped language: catalogs, formatting, reading what people type. Pure but for loading."""

from bot.language import babel_fix

babel_fix.apply()
