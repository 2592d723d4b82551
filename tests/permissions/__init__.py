"""Every address × every role: what the answer must be stands in matrix.csv, readable by anybody.

A cell says what happens at one's own, at the same owner, and at another owner: `yes` (the door is
open; a form may still be wrong), `no` (403, with the reason), `hidden` (404), `login` (log in
first), `key` (401: only a system with a key). After a change that is meant to be, run
`EVU_WRITE_MATRIX=1 make test ARGS="tests/permissions -k write_the_table"`, and read what has
changed.
"""
