"""What must not leave the house unseen."""

from newsletter.checks.rules import RULES, run

__all__ = ["RULES", "run"]
