"""How a test letter is told from others."""

TEST_MARK = "[Test] "
"""What its subject begins with."""
