"""How fast a dream is, beside what this machine can do at best and beside other programs; see README.md.

Run by hand: `python -m tests.benchmarks`. No test times anything.
"""
