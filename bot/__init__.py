"""Rafiq: a messaging assistant for refugees."""
