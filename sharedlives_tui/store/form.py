"""What marks an office's file: whose program's it is, and which form of it this program knows."""

APPLICATION_ID = 0x53684C76
"""Marks a file as ours."""
SCHEMA = 11
"""The form of file that this program knows."""
