"""Letters: facts of a case into the text of a notice, its ticks, and a Word document.

`facts` gathers what a letter may say, `rendering` fills the template, `ticks` says what the letter must hold
and whether it does, `plain` and `word` turn the letter's Markdown into plain text and into a Word document,
`naming` saves it. Nothing here is imported until it is asked for: the first screen needs no letters.
"""
