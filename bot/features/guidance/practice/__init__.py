"""Practice of a job interview: ten questions, one at a time, with tips."""
