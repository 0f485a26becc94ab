"""What other features may use of the library: how content is read, how its faults are told, and the words."""

from bot.features.library import latin_letters
from bot.features.library.building import host_of
from bot.features.library.faults import BrokenContent, Fault, Level, Notes
from bot.features.library.forms import stemmer
from bot.features.library.light_words import light_words, place_words
from bot.features.library.matter import Matter, read_matter
from bot.features.library.phrase_files import read_phrases
from bot.features.library.places import SERVICES, Contact, is_number_to_call
from bot.features.library.places import Place as Local

__all__ = [
    "SERVICES",
    "BrokenContent",
    "Contact",
    "Fault",
    "Level",
    "Local",
    "Matter",
    "Notes",
    "host_of",
    "is_number_to_call",
    "latin_letters",
    "light_words",
    "place_words",
    "read_matter",
    "read_phrases",
    "stemmer",
]
