"""A place to log in at that knows only invented people: for the demo and for tests.

It plays Feide, ID-porten and Entra, each as a client of its own of allauth's identity provider. It
is a project by itself, in a process by itself: it imports nothing of EVU, and EVU nothing of it.
"""
