"""Because each work has a task of its own, they run at the same time, even if each task is awaited
where it is created.

kills: test_all_begin_at_once test_as_long_as_the_slowest
loses: test_all_begin_at_once test_none_goes_on_before test_as_long_as_the_slowest test_a_thousand
"""
