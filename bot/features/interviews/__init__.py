"""Interviews: employers and their vetting, vacancies, matching, slots, bookings, zones and calendars."""
