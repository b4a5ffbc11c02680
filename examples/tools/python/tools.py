"""The tools of a parcel shop in Python, over the table `parcels`, whose rows are texts such as `for Ada, held`."""

import truestep


def _row(parcel):
    row = truestep.table("parcels").get(parcel) if 1 <= len(parcel.encode()) <= 64 else None
    if row is None:
        raise truestep.ToolError("not_found: there is no such parcel")
    return row.decode()


@truestep.tool(read_only=True)
def track(parcel: str) -> str:
    """Say whom a parcel is for and where it stands.

    Args:
        parcel: number of the parcel, such as p1
    """
    return f"{parcel}: {_row(parcel)}"


def release(parcel: str) -> str:
    """Hand a parcel that is held to whom it is for.

    Args:
        parcel: number of the parcel, such as p1
    """
    row = _row(parcel)
    if not row.endswith("held"):
        raise truestep.ToolError("precondition: only a parcel that is held can be released")
    row = row.removesuffix("held") + "sent"
    truestep.table("parcels")[parcel] = row.encode()
    return f"{parcel}: {row}"
