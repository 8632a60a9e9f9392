"""A cancelled task may be asked for its exception or its result like any other, and
`except Exception` catches whatever that raises.

kills: test_a_task_that_is_cancelled test_cancelled_without_a_request test_cancelled_before_it_began
loses: test_a_task_that_is_cancelled test_cancelled_without_a_request test_cancelled_before_it_began
"""
