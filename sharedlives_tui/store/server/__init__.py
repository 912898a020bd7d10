"""An office on a PostgreSQL server: the same program, the same SQL, put into the server's words here and nowhere else.

Nothing of this is imported where the office is a file.
"""
