"""The command line: every job of the screens as linear plain text, or as JSON for machines."""
