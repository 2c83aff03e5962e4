import { describe, expect, it } from "vitest";
import { branches, extent, type Branch, type Node } from "@/team/branches";
import { wayDown } from "@/team/path";
import { ruling, strategiesOf, treeName } from "@/team/slots";
import { conditionsIn, question, sortedBy, teamAddress, wishOf } from "@/team/wish";

describe("the wish in the address of a team", () => {
  it("is what is known of it", () => {
    const wish = wishOf({ q: " ka ", from: "2", to: "0", status: "GONE", active: "yes", since: "soon", country: "DE", sort: "-volume" });

    expect(wish).toMatchObject({ q: "ka", from: "2", to: "", status: "", active: "yes", since: "", country: "DE" });
    expect([wish.sort, wish.isDown, conditionsIn(wish)]).toEqual(["volume", false, 3]);
  });

  it("is asked of the store", () => {
    const wish = wishOf({ to: "3", since: "2026-11-01", rank: "gold", before: "xyz" });

    expect(question("MARIE", wish)).toEqual({
      code: "MARIE",
      last: 25,
      before: "xyz",
      sort: { field: "LEVEL", direction: "ASC" },
      filter: {
        levelFrom: null,
        levelTo: 3,
        status: null,
        rank: ["gold"],
        active: null,
        joinedSince: "2026-11-01T00:00:00Z",
        country: null,
        text: null,
      },
    });
  });

  it("is written back without the usual, and without the page's place", () => {
    const wish = wishOf({ of: "KAITO", q: "a b", after: "xyz" });

    expect(teamAddress("/us/account/team", wish)).toBe("/us/account/team?of=KAITO&q=a+b");
    const joined = sortedBy(wish, "joined");
    expect(teamAddress("/t", joined)).toBe("/t?of=KAITO&q=a+b&sort=joined");
    expect(teamAddress("/t", sortedBy(joined, "joined"))).toBe("/t?of=KAITO&q=a+b&sort=-joined");
    expect(teamAddress("/t", sortedBy(wish, "level"), { after: "z" })).toBe("/t?of=KAITO&q=a+b&sort=-level&after=z");
  });
});

describe("the way down to somebody", () => {
  const [own, one, two, three] = ["A", "B", "C", "D"].map((code) => ({ code, displayName: code }));

  it("begins with oneself, whoever stands above", () => {
    expect(wayDown(own!, three!, [two!, one!, own!, { code: "", displayName: "Z" }])).toEqual([own, one, two, three]);
    expect(wayDown(own!, own!, [])).toEqual([own]);
  });

  it("says that steps are left out where the store told no more", () => {
    expect(wayDown(own!, three!, [two!])).toEqual([own, null, two, three]);
  });
});

describe("a drawn tree", () => {
  it("has people and free places in the order of slots, and says who is not drawn", () => {
    const nodes = [
      node("top", null, { openSlots: [1] }),
      node("b", "top", { slot: 2, level: 1, openSlots: [1, 2], hidden: 0 }),
    ];

    expect(told(branches(nodes, 2)!)).toEqual(["top", ["free 1", ["b", ["free 1", "free 2"]]]]);
    expect(told(branches(nodes, 1)!)).toEqual(["top", ["free 1", ["b", []]]]);
  });

  it("tells many free places as one", () => {
    const wide = [node("top", null, { openSlots: [2, 3, 4, 5], hidden: 3 })];

    expect(told(branches(wide, 2)!)).toEqual(["top", ["free 2 of 4", "3 more"]]);
    expect(branches([], 2)).toBeNull();
  });

  it("is as deep as it stays readable", () => {
    expect([extent(null), extent(2), extent(9)]).toEqual([
      { depth: 2, width: 5 },
      { depth: 3, width: 2 },
      { depth: 2, width: 6 },
    ]);
  });
});

describe("strategies", () => {
  it("are those that the tree can follow", () => {
    expect(strategiesOf({ width: null, volume: null })).toEqual([]);
    expect(strategiesOf({ width: 2, volume: null })).not.toContain("WEAKER_VOLUME");
    expect(strategiesOf({ width: 2, volume: "team" })).toContain("WEAKER_VOLUME");
  });

  it("rule by one's own wish before the tree's", () => {
    const tree = { width: 2, strategy: "ALTERNATE", myPreference: "LEFT_EDGE" } as const;

    expect(ruling(tree)).toBe("LEFT_EDGE");
    expect(ruling({ ...tree, myPreference: null })).toBe("ALTERNATE");
    expect(ruling({ ...tree, width: null })).toBe("BREADTH_FIRST");
    expect(treeName("main-binary")).toBe("Main binary");
  });
});

function node(id: string, parentId: string | null, more: Partial<Node>): Node {
  const distributor = { code: id, displayName: id, status: "ACTIVE" as const };
  const rest = { level: 0, slot: null, teamSize: 0, hidden: 0, active: true, openSlots: [], volume: { value: "0" } };
  return { id, parentId, distributor, ...rest, ...more };
}

type Told = string | [string, Told[]];

function told({ node, twigs }: Branch): Told {
  return [
    node.id,
    twigs.map((twig) => {
      if (twig.kind === "person") return told(twig.branch);
      if (twig.kind === "more") return `${twig.count} more`;
      return twig.count > 1 ? `free ${twig.slot} of ${twig.count}` : `free ${twig.slot}`;
    }),
  ];
}
