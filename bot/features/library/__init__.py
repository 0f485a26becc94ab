"""What other features may use of the library: how content is read, how its faults are told, the words, and
what was counted."""

from bot.features.library import latin_letters
from bot.features.library.building import host_of
from bot.features.library.faults import BrokenContent, Fault, Level, Notes
from bot.features.library.forms import stemmer
from bot.features.library.light_words import light_words, place_words
from bot.features.library.matter import Matter, read_matter
from bot.features.library.phrase_files import LateTongues, load_tongues, read_phrases, read_tongues
from bot.features.library.places import SERVICES, Contact, is_number_to_call
from bot.features.library.places import Place as Local
from bot.features.library.records import feedback_between
from bot.features.library.unanswered import Asked, asked

__all__ = [
    "SERVICES",
    "Asked",
    "BrokenContent",
    "Contact",
    "Fault",
    "LateTongues",
    "Level",
    "Local",
    "Matter",
    "Notes",
    "asked",
    "feedback_between",
    "host_of",
    "is_number_to_call",
    "latin_letters",
    "light_words",
    "load_tongues",
    "place_words",
    "read_matter",
    "read_phrases",
    "read_tongues",
    "stemmer",
]
