"""Is this job offer real? Warning signs by questions or in a pasted message, and a list of recruiters."""
