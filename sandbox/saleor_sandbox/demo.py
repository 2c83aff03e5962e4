"""The demonstration: a company is there, and one sale by a referral link pays its line.

`python -m saleor_sandbox.demo load` in the store's environment, then `... sale` against STORE_URL.
"""

import logging
import os
import sys
import time
from collections.abc import Mapping
from typing import Any

import httpx

from .shop import PASSWORD, SETTINGS, STAFF, VISIT, Shop

SELLER = "DANA"
ITEMS = {"SKU-01": 2, "SKU-02": 1}
PATIENCE_SECONDS = 60

# As staff: a distributor is told the codes of nobody above the own enroller.
LINE = """query ($code: String!) { mlmDistributor(code: $code) { upline { code } } }"""
EARNED = """query ($code: String!) { mlmDistributor(code: $code) {
  displayName volumes { name value }
  earnings { currency estimated { amount } lines(last: 100) { edges { node {
    level paidLevel base rate amount { amount currency } source { displayName } orderNumber
    skipped { reason distributor { displayName volumes { name value } } } } } } } } }"""


def load_company() -> None:
    import django

    django.setup()
    logging.disable(logging.INFO)
    from . import catalogue, company

    catalogue.dress()
    company.load()


def sell_one(url: str) -> None:
    """Sell by a referral link in the running store and say what everyone in the line earned."""
    shop = Shop(_over_http(url))
    visit = shop.ask(VISIT, None, code=SELLER, channel="us")
    order = shop.buy("us", ITEMS, token=visit["token"])
    shop.send(order)
    bought = " and ".join(f"{line['quantity']} x {line['productName']}" for line in order["lines"])
    print(
        f"\nA guest followed {SELLER.title()}'s link and bought {bought}: order {order['number']}."
    )
    line = _line_of(shop)
    found = _wait(shop, [SELLER, *line], order["number"])
    print("What the line earned by it, and why (an estimate until the month is committed):\n")
    for code in (SELLER, *line):
        _print_person(found[code], order["number"])


def point_links_at(url: str, storefront_url: str | None) -> None:
    """Referral links lead to the storefront of this start; its port may be another than before."""
    shop = Shop(_over_http(url))
    for channel in ("us", "jp") if storefront_url else ():
        shop.ask(SETTINGS, channel=channel, input={"storefrontUrl": storefront_url})


def print_addresses(url: str, storefront_url: str | None) -> None:
    if storefront_url:
        print(
            f"""
Storefront     {storefront_url}
Referral link  {storefront_url}/us/r/{SELLER}
Account        {storefront_url}/us/account as dana@example.com / {PASSWORD}""",
            end="",
        )
    print(
        f"""
GraphQL        {url}graphql/
Merchant       {STAFF[0]} / {STAFF[1]}
Distributors   alice@example.com, dana@example.com, ... / {PASSWORD}
Try            mutation {{ tokenCreate(email: "dana@example.com", password: "{PASSWORD}")
                 {{ token }} }}
               and then, with `Authorization: Bearer` and that token:
               {{ mlmMe {{ displayName upline {{ displayName }} earnings {{ currency
                 period {{ key state }} estimated {{ amount }} available {{ amount }} }} }} }}"""
    )


def _over_http(url: str) -> Any:
    client = httpx.Client(base_url=url, timeout=30)

    def post(request: Mapping[str, object], token: str | None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.post("graphql/", json=request, headers=headers).json()

    return post


def _line_of(shop: Shop) -> list[str]:
    return [person["code"] for person in shop.ask(LINE, code=SELLER)["upline"]]


def _wait(shop: Shop, codes: list[str], number: str) -> dict[str, Any]:
    """Until a worker has read the order and the estimate shows it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = {code: shop.ask(EARNED, code=code) for code in codes}
        if _of_order(found[codes[0]], number):
            return found
        time.sleep(0.5)
    raise SystemExit("The order was not read within a minute; see the worker's log.")


def _of_order(person: Mapping[str, Any], number: str) -> list[Any]:
    return [
        edge["node"]
        for earned in person["earnings"]
        for edge in earned["lines"]["edges"]
        if edge["node"]["orderNumber"] == number
    ]


def _print_person(person: Mapping[str, Any], number: str) -> None:
    lines = _of_order(person, number)
    name = person["displayName"]
    if not lines:
        own = next(item["value"] for item in person["volumes"] if item["name"] == "personal QV")
        print(f"  {name:<8} nothing: own volume {own} this month, of the 50.00 that it takes")
        return
    total = sum(line["amount"]["amount"] for line in lines)
    print(f"  {name:<8} {total:>6.2f} {lines[0]['amount']['currency']}")
    for line in lines:
        rate = f"{float(line['rate']) * 100:g} %"
        stands = f"level {line['paidLevel']}"
        if line["skipped"]:
            passed = ", ".join(skip["distributor"]["displayName"] for skip in line["skipped"])
            stands += f", as {passed} was passed over"
        print(
            f"           {line['amount']['amount']:>6.2f} = {rate} of {line['base']} CV ({stands})"
        )


if __name__ == "__main__":
    if sys.argv[1:] == ["load"]:
        load_company()
    else:
        point_links_at(os.environ["STORE_URL"], os.environ.get("STOREFRONT_URL"))
        sell_one(os.environ["STORE_URL"])
        print_addresses(os.environ["STORE_URL"], os.environ.get("STOREFRONT_URL"))
