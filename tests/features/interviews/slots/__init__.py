"""Slots and bookings of interviews, on both engines."""
