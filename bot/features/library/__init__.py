"""Articles and all that is known about them. What others may use of it beside the library itself: reading
YAML data with faults that name file, line and remedy."""

from bot.features.library.building import host_of
from bot.features.library.faults import BrokenContent, Fault, Notes
from bot.features.library.matter import Matter, read_matter

__all__ = ["BrokenContent", "Fault", "Matter", "Notes", "host_of", "read_matter"]
