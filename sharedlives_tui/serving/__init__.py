"""The shared server: one account owns the office, staff come in by their keys and get the program and nothing else."""
