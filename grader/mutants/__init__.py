"""Mutants of the references: does a hidden test notice each small mistake that asyncio invites?

A mutant is a reference with one change. It is killed if its grade is less than full; one that survives
shows a test that is missing, or does what is promised after all, and then `mutants.toml` beside the tests
says why.

`program` is a syntax tree that can be changed in place; `operators` are the mistakes of asyncio, `general`
those of a library; `plan` makes mutants of an exercise, `trying` has them graded as solutions are,
`explained` holds the survivors against their reasons, `render` shows it all. None of them prints or exits:
that is the command's.
"""
