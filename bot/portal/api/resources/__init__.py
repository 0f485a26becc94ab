"""The calls, one file a resource: its endpoints and its rows of the table (`ROWS`)."""
