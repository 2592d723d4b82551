"""Whose data it is: the owner acted for, told to the database inside each transaction.

Row-level security can be switched on under the house without touching a view: a policy compares
`owner_id` with `current_setting('evu.owners')`, which is there in every transaction of a page, a
task or a command, and gone when it ends.
"""
