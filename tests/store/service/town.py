"""A small channel to judge: two wholesalers, a shop, one product with a floor."""

from __future__ import annotations

from typing import Any

from store.books import Books

TALK = {"date": "2026-11-02", "by": "R1", "with": "Li", "text": "went through the price list"}
SEEN = [{"text": "sign in the window", "photo": "photos/1.jpg", "hard": True}]


def fill(books: Books) -> Books:
    books.outlets.put(
        [
            {"id": "W1", "name": "North", "tier": "wholesaler"},
            {"id": "W2", "name": "South", "tier": "wholesaler"},
            {"id": "C1", "name": "Corner", "supplier": "W1"},
        ]
    )
    books.products.put(
        [
            {
                "id": "P1",
                "name": "Tea",
                "units": [{"name": "bottle"}, {"name": "case", "factor": 15}],
                "prices": {"wholesaler": "36.00", "retailer": "40.00"},
                "support_price": "35.00",
                "floor_price": "33.00",
            }
        ]
    )
    books.save_settings(books.settings.model_copy(update={"owner": "Boss"}))
    return books


def step(number: int, rung: str, **fields: Any) -> dict[str, Any]:
    """A step of W1's ladder, one a day."""
    made = {"id": f"STD-{number:04d}", "outlet": "W1", "rung": rung, "date": f"2026-11-{number:02d}", "owner": "R1"}
    return {**made, "reason": "price cutting", **fields}
