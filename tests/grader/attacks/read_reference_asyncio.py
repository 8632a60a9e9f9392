"""Has a process of asyncio's read the reference.

exercise: ch27/ex02
"""

async def peek():
    child = await asyncio.create_subprocess_exec(
        "cat", "ROOT/solutions/ch27_locks/ex02_tally.py", stdout=-1
    )
    return (await child.communicate())[0]


exec(asyncio.run(peek()))
