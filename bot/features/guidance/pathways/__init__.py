"""Which way may be open to me? Rules over a few answers, each way with yes, maybe or no, and why."""
