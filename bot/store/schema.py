"""The one MetaData that all tables of the program join."""

from sqlalchemy import MetaData

metadata = MetaData()
