"""A policy that can't make a loop.

exercise: ch27/ex02
status: graded
message: policy
"""

class Policy(asyncio.DefaultEventLoopPolicy):
    def get_event_loop(self): raise RuntimeError("no")
    set_event_loop = get_event_loop
    new_event_loop = get_event_loop
asyncio.set_event_loop_policy(Policy())
