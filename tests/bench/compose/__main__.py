"""Print what everything costs, on this machine, now."""

from newsletter.cli.console import say, show_table
from tests.bench.compose.costs import (
    OURS,
    compose_at,
    list_stages,
    list_ways,
    measure,
    sample_desk,
    size_of,
    with_ten_slots,
)

ROUNDS = 15
SECONDS = 0.1
LETTER = 80_000


def main() -> None:
    """Measure stages, then ways."""
    sample = sample_desk()
    stages = measure(list_stages(sample), ROUNDS, SECONDS)
    whole = stages[-1].seconds
    say(f"Compiling the sample issue, {size_of(compose_at(sample)):,} bytes of HTML", "")
    rows = [
        (each.name, f"{each.seconds * 1000:.2f} ms", f"{each.seconds / whole:.0%}")
        for each in stages
    ]
    show_table(("Stage", "Time", "Share"), rows)
    long = with_ten_slots(sample, LETTER)
    ways = list_ways(long)
    costs = measure(ways, ROUNDS, SECONDS)
    least = min(each.seconds for each in costs)
    say("", f"One reader's message, {len(ways[OURS]()):,} bytes, ten slots", "")
    show_table(
        ("Way", "Time", "Ratio"),
        [
            (each.name, f"{each.seconds * 1e6:,.0f} µs", f"{each.seconds / least:.1f}")
            for each in costs
        ],
    )


main()
