"""From a profile to an interview: employers and their vacancies, matching, slots and bookings."""
