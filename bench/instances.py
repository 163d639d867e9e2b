"""The public instances and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "vrp"
"""Where the instances stand, beside the checkout; each `.vrp` has a `.sol` with the best cost known."""
SAMPLE = ("R208", "RC204", "R1_2_4", "X-n200-k36", "RC2_4_5", "X-n331-k15", "X-n1001-k43", "RC1_10_5")
"""What `make bench` runs."""


@dataclass(frozen=True, slots=True)
class Known:
    """An instance: its file, family, number of stops and the best cost known."""

    path: Path
    family: str
    stops: int
    best: float

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def size(self) -> int:
        """The class it is counted in: 100, 200, 400 or 1000 stops, whichever is nearest by ratio."""
        return min((100, 200, 400, 1000), key=lambda size: max(size / self.stops, self.stops / size))


def known(families: tuple[str, ...] = ("cvrp", "vrptw", "hfvrp", "mdvrptw")) -> list[Known]:
    """All instances of some families, smallest first; none where the data is missing."""
    found = []
    for family in families:
        for path in sorted((DATA / family).glob("*.vrp")):
            text = path.read_text(encoding="utf-8")
            dimension = next(line for line in text.splitlines() if line.startswith("DIMENSION"))
            solution = path.with_suffix(".sol").read_text(encoding="utf-8")
            cost = next(line for line in solution.splitlines() if line.startswith("Cost"))
            found.append(
                Known(path, family, int(dimension.split(":")[1]) - 1, float(cost.replace(":", " ").split()[1]))
            )
    return sorted(found, key=lambda known: (known.size, known.family, known.name))
