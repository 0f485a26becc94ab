"""What a person can do: her work in her own words, and what follows from it."""
