"""The authors' check: grades the graders.

Hidden tests are worth something only if correct designs pass them and believable mistakes don't.
So every exercise is tried on its reference, its stub and its variants, by the same processes that
grade learners, and what comes out is held against what the headers of the variants say.

`check` is all of it, once or after each save. `trials` decides what is run and runs it; `claims`,
`form`, `reach`, `tables` and `unwritten` each find one kind of disagreement; `matrix` renders.
`scaffold` begins an exercise. None of them prints or exits: that is the command's.
"""
