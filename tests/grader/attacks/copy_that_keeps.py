"""Has a store copied, and changes what it keeps, which the copying lays open.

exercise: ch27/ex01
"""

import copy


class Memory(dict):
    def __missing__(self, key):
        return self.setdefault("seen", [])


def kept_by(store):
    memory = Memory()
    copy.deepcopy(store, memory)
    for each in memory["seen"]:
        for send in each.values() if isinstance(each, dict) else ():
            return send(None)


class Account(Account):
    async def deposit(self, amount):
        state = kept_by(self._store)
        if state is None:
            return await super().deposit(amount)
        await asyncio.sleep(2 * state.takes)
        state.value += amount
        state.reads += 1
        state.writes += 1
        return state.value
