"""Turns other people's files into captures."""
