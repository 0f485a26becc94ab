"""Files for people to keep, set in type: what a feature has found out, as a PDF in her language."""
