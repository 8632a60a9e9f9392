"""The filter `default` shows each warning.

kills: test_three_of_one_line
loses: test_three_of_one_line
"""

import gc
import re
import warnings
from collections.abc import Callable

NEVER_AWAITED = r"coroutine '(.+)' was never awaited"


def never_awaited(program: Callable[[], object]) -> list[str]:
    """Call `program()`, and return the names of the coroutines that never ran.

    These are the coroutines that `program` made and nobody awaited, for which Python issues the
    warning that a coroutine 'NAME' was never awaited, in the order of these warnings. NAME is the
    qualified name: 'fetch', but 'main.<locals>.fetch' for a function defined inside `main`. The
    list has an entry for each coroutine, also if several have one name, or come from one line. It
    is complete: a coroutine counts that is part of a reference cycle, or that `program` returns;
    the result of `program` is of no other use. (Only whether a coroutine counts that is an argument
    of another forgotten one is left open.) What Python's filters for warnings say, whether
    automatic garbage collection is on, and whether `program` runs asyncio in its debug mode, makes
    no difference.

    Other warnings aren't listed. They are passed on, sooner or later, so that the caller sees them
    or catches them as usual. (Whether a warning is listed that only reads like Python's is left
    open, and so is what becomes of one of which the caller's filters make an exception.) An
    exception of `program` reaches the caller as it is; what becomes of warnings then is left open.
    In any case the caller finds the filters and hooks of `warnings` as they were. `program` leaves
    those alone, and nobody else has forgotten a coroutine.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        program()  # its result is dropped at once
        gc.collect()

    names = []
    for warning in caught:
        match = re.match(NEVER_AWAITED, str(warning.message))
        if match and warning.category is RuntimeWarning:
            names.append(match[1])
        else:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
    return names
