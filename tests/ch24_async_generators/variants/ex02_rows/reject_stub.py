"""Code after a loop is reached whenever the loop ends, and leaving an `async for` closes its generator.

kills: test_closed_early test_a_fetch_fails test_a_step_is_cancelled test_cancelled_at_any_moment
    test_a_match test_the_predicate_fails
loses: test_closed_early test_a_fetch_fails test_a_step_is_cancelled
    test_cancelled_at_any_moment test_a_match test_the_predicate_fails
"""
