"""The processes that run learner code: one child an exercise, forked inside a warm pytest session.

`supervisor` is what other stages use. It sits in our own process; `launcher`, `zygote` and `child`
are programs that run in others, and import none of it.
"""
