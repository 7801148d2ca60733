"""What a letter costs to compile, and what it costs per reader.

By hand: python -m tests.bench.compose
"""
