"""How people join the demonstration's company, and the binary in which they are placed.

Invariant: like everything of the company it is said over the shop's GraphQL.
"""

from typing import Any

from saleor_mlm.services import holding_tank

from .shop import SETTINGS, Shop

TREE = "binary"
WINDOW_DAYS = 7
KIT = "SKU-16"
# Newcomers, each below whoever enrolled them, who wait for a place.
NEWCOMERS = {"Elin": "Dana", "Farid": "Dana", "Gesa": "Alice"}
VERSION = "2026-1"
AGREEMENT = {
    "us": """
1. What you do
You recommend our goods and sell them in your own name. You are no employee of ours, you set your
own hours, and you say openly that you are paid for what you sell.

2. What we pay
A share of what people buy through you and your team, by the plan that is published in your account.
Nobody is paid for bringing people in. Goods that come back take their share back.

3. What it costs
Nothing. There is no fee, no stock to keep and nothing that you have to buy.

4. What you promise
You promise no cures and no incomes. You do not sell to people who cannot pay, and you write to
nobody who has not asked for it.

5. How it ends
You can take your enrolment back within fourteen days without a reason, and end it at any time with
a letter. What you have earned until then is paid to you.
""",
    "jp": """
1. していただくこと
商品をご自身の言葉で紹介し、販売していただきます。雇用関係はありません。報酬を受け取ることは明らかに
してください。

2. お支払い
あなたとチームを通じたお買い物の一部を、アカウントに掲載のプランに従ってお支払いします。人を集めること
自体への報酬はありません。返品された分は差し引かれます。

3. 費用
かかりません。会費も、在庫も、買わなければならないものもありません。

4. お約束
効能や収入を保証しません。支払いの難しい方や、望まない方に勧めません。

5. 終了
十四日以内であれば理由なく取り消せます。その後もいつでも終了でき、それまでの報酬はお支払いします。
""",
}

PUBLISH = """mutation ($channel: String!, $version: String!, $text: String!) {
  mlmAgreementPublish(channel: $channel, version: $version, text: $text) {
    errors { field message } } }"""
CREATE = """mutation ($name: String!, $input: MlmTreeInput!) {
  mlmTreeCreate(name: $name, width: 2, input: $input) { errors { field message } } }"""


def found(shop: Shop) -> None:
    """The agreement, what is asked of newcomers, and a binary in which enrollers place them."""
    for channel, text in AGREEMENT.items():
        between = "" if channel == "jp" else " "
        shop.ask(PUBLISH, channel=channel, version=VERSION, text=_flowing(text, between))
    asked: dict[str, Any] = {"enrolmentAgeMin": 18, "coolingOffDays": 14}
    for channel in AGREEMENT:
        rules = asked | {"starterKit": shop.variant(channel, KIT)}
        shop.ask(SETTINGS, channel=channel, input=rules)
    window = {"windowDays": WINDOW_DAYS, "strategy": "WEAKER_HEADS"}
    shop.ask(CREATE, name=TREE, input=window)


def _flowing(text: str, between: str) -> str:
    """Each paragraph below its heading as one line, to be broken where it is read."""
    parts = (part.split("\n") for part in text.strip().split("\n\n"))
    return "\n\n".join(f"{head}\n{between.join(lines)}" for head, *lines in parts)


def place() -> None:
    """Everybody whose time to wait is over, as the beat does it."""
    holding_tank.place_due()
