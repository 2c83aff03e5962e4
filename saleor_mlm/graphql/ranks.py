"""Ranks of a plan, and what it asks of people."""

import graphene


class MlmRank(graphene.ObjectType):
    """A rank of the plan; `order` counts from 1, the lowest."""

    key = graphene.String(required=True)
    name = graphene.String(required=True)
    order = graphene.Int(required=True)


class MlmRequirement(graphene.ObjectType):
    """A test of the plan and whether the person passes it in the period."""

    test = graphene.String(required=True)
    sentence = graphene.String(required=True, description="The test as a person is told it.")
    passed = graphene.Boolean(required=True)
    needed = graphene.String(
        description="At least so much volume (a decimal), or so many of what it counts."
    )
    actual = graphene.String(description="What there is of it.")
    parts = graphene.List(
        graphene.NonNull(lambda: MlmRequirement),
        required=True,
        description="The tests of the same person that it is put together from.",
    )
    any_part = graphene.Boolean(required=True, description="One of the parts is enough.")
    bonuses = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="The bonuses that pay only who passes it.",
    )


class MlmNextRank(graphene.ObjectType):
    """The rank above the one for which the person qualifies, and what it asks for."""

    rank = graphene.Field(MlmRank, required=True)
    requirements = graphene.List(graphene.NonNull(MlmRequirement), required=True)
