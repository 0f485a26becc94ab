"""Employers and interviews: who may offer work here, what they offer, who fits, and when they meet."""
