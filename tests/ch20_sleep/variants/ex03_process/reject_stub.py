"""In an `async def`, others run by themselves, or at any `await` at least.

kills: test_others_get_a_turn test_cancelled_on_the_way
loses: test_others_get_a_turn test_cancelled_on_the_way test_cancelled_anywhere
"""
