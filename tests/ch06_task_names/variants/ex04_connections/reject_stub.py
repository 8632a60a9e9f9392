"""Nothing is written yet.

kills: test_names test_find test_the_handler test_one_peer_twice test_no_number_comes_back
    test_each_counts_for_itself test_of_another_registry test_over test_over_and_not_found
    test_cancelled_before_its_first_step test_renamed test_renamed_and_over test_a_foreign_task
    test_kept_alive test_twelve_in_order
loses: test_names test_find test_the_handler test_one_peer_twice test_no_number_comes_back
    test_each_counts_for_itself test_of_another_registry test_over
    test_cancelled_before_its_first_step test_over_and_not_found test_renamed test_renamed_and_over
    test_a_foreign_task test_kept_alive test_twelve_in_order test_a_name_used_again
    test_asked_to_stop
"""
