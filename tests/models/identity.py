"""A second model of docs/importing.md, "Who and what", slow and plain, written from its words alone.

Outlets on file are ``{code: {"name", "address", …}}``; rows name one by its code or by name and address. What becomes
of a row is ``("is", code)``, ``("new", code)`` (code "" for one that is made of name and address) or the code under
which it is held back or rejected. Reps and the outlets that orders name are found by the same words.
"""

from __future__ import annotations

from typing import Any

from tests.models.notation_names import code, code_key, loose_code_key

Books = dict[str, dict[str, str]]


def same(one: str, two: str) -> bool:
    return code_key(one) == code_key(two)


def known_code(books: Books, text: str) -> str | None:
    """The code on file that a code is; ``id_ambiguous`` where several differ from it only by zeros and capitals."""
    if text in books:
        return text
    alike = [each for each in books if loose_code_key(each) == loose_code_key(text)]
    if len(alike) > 1:
        return "id_ambiguous"
    return alike[0] if alike else None


def outlets(books: Books, rows: list[dict[str, str]]) -> tuple[Books, list[tuple[str, str]]]:
    """The books after a table of outlets, and what became of each of its rows."""
    after = {key: dict(value) for key, value in books.items()}
    fate: list[tuple[str, str]] = []
    taken: dict[str, dict[str, str]] = {}
    for row in rows:
        fate.append(one_outlet(books, after, taken, row))
    return after, fate


def one_outlet(books: Books, after: Books, taken: dict[str, dict[str, str]], row: dict[str, str]) -> tuple[str, str]:
    said = {field: text for field, text in row.items() if field != "code" and text}
    written = row.get("code", "")
    if written:
        meant = code(written)
        if meant is None:
            return ("rejected", "digits_lost")
        found = known_code(books, meant)
        if found == "id_ambiguous":
            return ("rejected", "id_ambiguous")
        if found is None:
            found = next((each for each in taken if loose_code_key(each) == loose_code_key(meant)), None) or meant
    else:
        if not row.get("name"):
            return ("rejected", "no_id")
        called = [key for key, each in books.items() if same(each["name"], row["name"])]
        there = [
            key
            for key in called
            if not row.get("address") or not books[key].get("address") or same(books[key]["address"], row["address"])
        ]
        very = [key for key in there if row.get("address") and same(books[key].get("address", ""), row["address"])]
        there = very or there
        if len(there) > 1:
            return ("rejected", "outlet_ambiguous")
        found = there[0] if there else f"{code_key(row['name'])}@{code_key(row.get('address', ''))}"
    if found in taken:
        if taken[found] != said:
            return ("rejected", "id_twice")
        return ("is", found)
    taken[found] = said
    if found in books:
        after[found].update(said)
        return ("is", found)
    after[found] = said
    return ("new", found)


def rep(reps: dict[str, str], code_given: str, name_given: str) -> tuple[str, str]:
    """The code of the rep that is meant, and what is told; ("", why) where none is set."""
    by_code = known_code({each: {} for each in reps}, code_given) if code_given else None
    by_name = [each for each, name in reps.items() if name_given and same(name, name_given)]
    if code_given and name_given:
        if by_code and by_code not in by_name:
            return ("", "rep_disagrees") if by_name else (by_code, "rep_other_name")
        if by_code:
            return (by_code, "")
        if len(by_name) == 1:
            return (by_name[0], "rep_other_code")
        return ("", "rep_ambiguous") if by_name else (code_given, "unknown_rep")
    if code_given:
        return (by_code, "") if by_code else (code_given, "unknown_rep")
    if len(by_name) > 1:
        return ("", "rep_ambiguous")
    return (by_name[0], "") if by_name else (name_given, "unknown_rep")


def named_outlet(books: Books, code_given: str, name_given: str, phone_given: str = "") -> tuple[str, str]:
    """The outlet that an order names: by code, else by name, else by phone; ("", why) where it is held back."""
    by_code = known_code(books, code_given) if code_given else None
    if by_code == "id_ambiguous":
        return ("", "id_ambiguous")
    by_name = [key for key, each in books.items() if name_given and same(each["name"], name_given)]
    if by_code:
        if name_given and by_name and by_code not in by_name:
            return ("", "outlet_disagrees")
        return (by_code, "")
    if code_given:
        return ("", "unknown_outlet")
    if not name_given and not phone_given:
        return ("", "outlet_missing")
    by_phone = [key for key, each in books.items() if phone_given and each.get("phone") == phone_given]
    for found in (by_name, by_phone):
        if len(found) > 1:
            return ("", "outlet_ambiguous")
        if found:
            return (found[0], "")
    return ("", "unknown_outlet")


class Values:
    """Older values: what stands on file of each field, and what was before; times are seconds."""

    def __init__(self) -> None:
        self.books: dict[str, dict[str, Any]] = {}
        self.before: dict[tuple[str, str], Any] = {}
        self.changed: dict[tuple[str, str], tuple[float, str]] = {}

    def put(self, when: float, key: str, field: str, value: Any, *, by: str = "hand") -> None:
        record = self.books.setdefault(key, {})
        if record.get(field) == value:
            return
        self.before[key, field] = record.get(field)
        self.changed[key, field] = (when, by)
        record[field] = value

    def taken_in(self, saved: float, rows: dict[str, dict[str, Any]], *, overwrite: bool = False) -> set[Any]:
        """Takes a file in that was saved at a time; what it leaves as it is, told as older."""
        adds, changes = False, []
        for key, row in rows.items():
            for field, value in row.items():
                stands = self.books.get(key, {}).get(field)
                if stands is None and (key, field) not in self.changed:
                    adds = True
                elif stands != value:
                    changes.append((key, field, value))
        backward = not adds and bool(changes)
        for key, field, value in changes:
            backward = backward and self.before.get((key, field)) == value
        older = set()
        for key, field, value in changes:
            when, by = self.changed[key, field]
            by_hand = by == "hand" and self.before.get((key, field)) == value
            if (when > saved + 60 or by_hand or backward) and not overwrite:
                older.add((key, field))
        for key, row in rows.items():
            for field, value in row.items():
                if (key, field) not in older:
                    self.put(saved, key, field, value, by="import")
        return older


def named_product(products: Books, code_given: str, barcode: str, name: str, spec: str) -> tuple[str, str]:
    """The product that an order names: by code, else barcode, else name and specification, else name."""
    called = [key for key, each in products.items() if name and same(each["name"], name)]
    exactly = [key for key in called if spec and same(products[key].get("spec", ""), spec)]
    if code_given:
        by_code = known_code(products, code_given)
        if by_code == "id_ambiguous":
            return ("", "id_ambiguous")
        if by_code is None:
            return ("", "unknown_product")
        bare = [key for key in called if spec and not products[key].get("spec")]
        others = exactly or bare or called
        return ("", "product_disagrees") if others and by_code not in others else (by_code, "")
    coded = [key for key, each in products.items() if barcode and each.get("barcode") == barcode]
    if spec:  # another specification is another product
        called = [key for key in called if not products[key].get("spec")]
    for found in (coded, exactly, called):
        if found:
            return (found[0], "") if len(found) == 1 else ("", "product_ambiguous")
    return ("", "unknown_product" if name or barcode else "no_product")
