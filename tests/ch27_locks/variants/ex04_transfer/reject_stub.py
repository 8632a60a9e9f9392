"""Nothing is written yet.

kills: test_one_transfer test_too_little_money test_a_transfer_to_itself
    test_transfers_in_all_directions test_two_transfers_of_the_same_money
    test_transfers_between_other_accounts test_an_account_in_use test_cancelled_half_way
    test_cancelled_while_waiting
loses: test_one_transfer test_too_little_money test_a_transfer_to_itself
    test_transfers_in_all_directions test_two_transfers_of_the_same_money
    test_transfers_between_other_accounts test_others_while_one_waits test_an_account_in_use
    test_cancelled_half_way test_cancelled_while_waiting
"""
