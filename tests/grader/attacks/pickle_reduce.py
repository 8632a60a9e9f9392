"""Has pickle call a function.

exercise: ch27/ex02
"""

import pickle


class Evil:
    def __reduce__(self):
        return (eval, ("__import__('os')._exit(0)",))


def cheat(*seen):
    pickle.loads(pickle.dumps(Evil()))
