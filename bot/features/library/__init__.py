"""What other features may use of the library: how content is read, and how its faults are told."""

from bot.features.library.building import host_of
from bot.features.library.faults import BrokenContent, Fault, Level, Notes
from bot.features.library.matter import Matter, read_matter

__all__ = ["BrokenContent", "Fault", "Level", "Matter", "Notes", "host_of", "read_matter"]
