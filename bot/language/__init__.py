"""Words in every shipped language: catalogs, formatting, reading what people type. Pure but for loading."""

from bot.language import babel_fix, zone_data

babel_fix.apply()
zone_data.apply()
