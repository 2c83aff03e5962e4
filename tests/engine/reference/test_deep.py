"""A tree 60,000 people deep."""

from .company import line_of, sale, worked_out

PLAN = """
volumes:
  personal: {kind: sales, measure: qv}
  group: {kind: team, of: personal, tree: enroller, himself: included, stops_at: is-director}
  near: {kind: team, of: personal, tree: enroller, himself: excluded, levels: 3}
tests:
  is-director: {kind: rank, at_least: director, of: paid-as}
  director-below: {kind: legs, tree: enroller, at_least: 1, where: anywhere, test: is-director}
  group-100: {kind: volume, volume: group, at_least: "100"}
ranks:
  cumulative: no
  title: {demotion: never}
  ladder: [{rank: director, name: Director, requires: [group-100]}]
bonuses:
  infinity:
    {kind: infinity, base: cv, tree: enroller, payee: director-below,
     stop: {test: is-director}, stop_person: included, rates: 1 %}
"""


def test_a_single_line_of_60_000_people():
    names = [f"p{number:05}" for number in range(60_000)]
    bottom, middle = names[-1], names[30_000]
    result = worked_out(PLAN, line_of(*names), [sale(bottom, 100), sale(middle, 0, 100)])
    directors = [name for name, rank in result.paid_as.items() if rank]
    assert directors == [middle, bottom]
    assert result.volumes["group"][names[0]] == 0
    assert [line.level for line in result.commissions] == list(range(1, 30_000))
