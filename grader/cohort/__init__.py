"""Grades many submissions: from where they come, through what is stored, to what a teacher reads."""
