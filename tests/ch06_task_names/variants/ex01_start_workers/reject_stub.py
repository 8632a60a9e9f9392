"""A task's name is an attribute: assigning `task.name` names it, or the `__name__` of its
coroutine does.

kills: test_named_at_once
loses: test_named_at_once test_seen_from_inside test_when_it_is_done test_equal_ids
"""
