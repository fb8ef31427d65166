"""Test sessions: a plan is followed step by step over a phone's app, with marks (docs/sessions.md).

They are called trials in the code and the case: `sessions` there are recordings of the phone's
audio and camera services.
"""
