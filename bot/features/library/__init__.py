"""What other features may use of the library: the reading of data that reviewers change, and its faults."""

from bot.features.library.faults import BrokenContent, Fault, Notes
from bot.features.library.matter import Matter, read_matter

__all__ = ["BrokenContent", "Fault", "Matter", "Notes", "read_matter"]
