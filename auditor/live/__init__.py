"""Watching a phone: polls that cost it little, one capture that grows, gaps told as gaps.

docs/live.md says what a watch sees and what it cannot. `watcher.Watcher` is all that others need.
"""
