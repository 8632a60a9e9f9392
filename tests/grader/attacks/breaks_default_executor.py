"""An executor that can't be shut down.

exercise: ch27/ex02
status: graded
"""

import concurrent.futures
class Bad(concurrent.futures.ThreadPoolExecutor):
    def shutdown(self, *a, **k):
        raise RuntimeError("no")
def cheat(*seen):
    asyncio.get_running_loop().set_default_executor(Bad())
