"""Path and host name of the URL are all that a request needs.

kills: test_no_path test_a_query test_a_query_without_path test_a_port test_another_scheme
    test_no_scheme test_no_host
loses: test_no_path test_a_query test_a_semicolon test_a_query_without_path test_a_port
    test_a_port_in_host test_https_at_another_port test_the_default_port_of_the_other
    test_another_scheme test_no_scheme test_no_host test_no_host_but_a_port
"""
