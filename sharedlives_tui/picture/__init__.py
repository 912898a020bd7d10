"""How the lines of Today look, as plain pieces of text with styles: for the screens, and before the toolkit is loaded.

Nothing here knows the toolkit, and what is imported every start pays for. Styles are words: "bold $overdue".
"""
