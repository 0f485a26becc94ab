"""What other features may use of the library: how content files are read, and how their faults are told."""

from bot.features.library.faults import Fault, Notes
from bot.features.library.matter import Matter, read_matter

__all__ = ["Fault", "Matter", "Notes", "read_matter"]
