"""Tools of a small shop."""
import dataclasses, datetime, enum, random, time
from typing import Annotated, Literal, Optional, TypedDict
import truestep

calls = 0

class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"

@dataclasses.dataclass
class Place:
    street: str
    number: int = 1

class Stock(TypedDict):
    sku: str
    stock: int

@truestep.tool(read_only=True, title="Stock of an item")
def stock(sku: str) -> Stock:
    """How many of an item there are.

    Looks into the table of items.

    Args:
        sku: the item's code,
            such as sku-01
    """
    item = truestep.table("items").get(sku)
    if item is None:
        raise truestep.ToolError(f"there is no item {sku}")
    return {"sku": sku, "stock": item["stock"]}

def place_order(sku: str, quantity: int = 1, colour: Optional[Colour] = None,
                to: Place | None = None, note: Annotated[str, "for the parcel"] = "") -> str:
    """Order some of an item.

    :param sku: the item's code
    :param quantity: how many
    """
    items, orders = truestep.table("items"), truestep.table("orders")
    item = items[sku]
    item["stock"] -= quantity
    items[sku] = item
    order = max(orders, default=0) + 1
    orders[order] = {"sku": sku, "quantity": quantity, "colour": colour and colour.value,
                     "to": to and dataclasses.asdict(to), "at": truestep.now_ms()}
    if item["stock"] < 0:
        raise truestep.ToolError("not enough of it")
    return f"order {order}"

def kinds(flag: bool, share: float, day: datetime.date, names: list[str], pair: tuple[int, str],
          by_name: dict[str, int], size: Literal["s", "m", 3]) -> list[str]:
    """Every kind of argument."""
    return [repr(v) for v in (flag, share, day, names, pair, by_name, size)]

@truestep.tool(read_only=True)
def count() -> int:
    """How often it was called."""
    global calls
    calls += 1
    return calls

@truestep.tool(read_only=True)
def chance() -> tuple[float, int]:
    """A number of chance, and the time."""
    return random.random(), time.time_ns()

async def later(seconds: int) -> str:
    """Answer later.

    Parameters
    ----------
    seconds : int
        how long to wait
    """
    import asyncio
    await asyncio.sleep(seconds)
    return "later"

@truestep.tool(read_only=True)
def peek(table: str) -> str:
    """Read a table it was not granted."""
    return str(list(truestep.table(table)))

@truestep.tool(read_only=True)
def sneak(sku: str) -> None:
    """Write though it says it only reads."""
    truestep.table("items")[sku] = {}

def loop() -> None:
    """Write, then never end."""
    truestep.table("items")["sku-01"] = {"stock": 0}
    while True: pass

def crash() -> None:
    """Write, then divide by zero."""
    truestep.table("items")["sku-01"] = {"stock": 0}
    1 / 0

def _hidden(x):
    pass
