"""Pure functions from a grade to a report, one module a format. None adds up or decides anything.

They take their totals from the grade alone, and don't know each other; what they share is in
`text`. Printing and writing files is for the commands.
"""
