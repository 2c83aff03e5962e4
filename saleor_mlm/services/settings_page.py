"""The page `docs/settings.md`, made from the declarations so that it cannot fall behind them."""

from .declared_settings import COMPANY, TABLE, Setting

COMPANY_HEAD = """
## Of the company

These hold for all channels and are set in the plugin's form only. What they do is told in
[Teams](team.md).
"""
HEAD = """\
# Settings

Generated from `saleor_mlm/services/declared_settings.py`: edit that, then run
`python tests/services/test_settings_page.py`.

Every setting of the first table holds for one channel. It is set by `mlmChannelSettingsUpdate` (who
may manage settings) or by

```
manage.py mlm settings set --channel us holdDays=30 customerProtectionDays=365
manage.py mlm settings set --channel us customerProtectionDays=
manage.py mlm settings show --channel us
manage.py mlm settings history --channel us
```

An empty value in the command, null in GraphQL, gives way: to the plugin's form in the Dashboard,
where the setting has a field there, which holds for all channels, else to the default. All values
of a call are taken, or none.

A change rules for orders placed from then on; an order placed before is judged by what ruled then,
however late it is read. Orders from before the switch-on, counted only when staff asks for it, are
judged by the settings of the day they are asked for. Every change is kept: who, when, from what to
what (`mlmChannelSettings { changes }`, or `history`). Saleor does not say who saved the form.

What the choices do to a sale is told in [Whose sale an order is](attribution.md).
"""


def settings_page() -> str:
    """The page in Markdown."""
    heading = "| name | meaning | default | limits | in the form |\n|---|---|---|---|---|"
    of_channels = [HEAD, heading, *(_row(item) for item in TABLE)]
    return "\n".join([*of_channels, COMPANY_HEAD, heading, *(_row(item) for item in COMPANY), ""])


def _row(item: Setting) -> str:
    cells = (
        f"`{item.name}`",
        item.meaning,
        item.words(item.default),
        item.kind.limits,
        item.form or "",
    )
    return f"| {' | '.join(cells)} |"
