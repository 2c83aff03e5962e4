import { expect, test } from "vitest";
import { figure, plainName, share, singly, unmet, type Requirement } from "@/account/requirements";

function asked(test: string, more: Partial<Requirement> = {}): Requirement {
  return { test, sentence: "", passed: false, needed: null, actual: null, anyPart: false, bonuses: [], ...more };
}

const names = (requirements: readonly Requirement[]) => requirements.map(({ test }) => test);

test("what asks for all of its parts is told by its parts, each once", () => {
  const active = asked("active");
  const paid = asked("paid", { parts: [active, asked("distributor")] });

  expect(names(singly([active, asked("both", { parts: [paid, active] })]))).toEqual(["active", "distributor"]);
});

test("what any part is enough for stays one", () => {
  const either = asked("either", { anyPart: true, parts: [asked("own"), asked("customers")] });

  expect(names(singly([either]))).toEqual(["either"]);
});

test("unmet is what a bonus asks for, down to the part that failed", () => {
  const parts = [asked("active"), asked("distributor", { passed: true })];
  const tests = [asked("paid", { bonuses: ["level"], parts }), asked("gold"), asked("met", { bonuses: ["level"], passed: true })];

  expect(names(unmet(tests))).toEqual(["active"]);
});

test("a share ends at the whole, and is none where nothing is counted", () => {
  expect(share(asked("legs", { needed: "2", actual: "1" }))).toBe(0.5);
  expect(share(asked("legs", { needed: "2", actual: "3" }))).toBe(1);
  expect(share(asked("back", { needed: "50.00", actual: "-12.35" }))).toBe(0);
  expect(share(asked("class"))).toBeNull();
});

test("figures and names are written as people write them", () => {
  expect(figure("1500.00", "en-US")).toBe("1,500");
  expect(figure("283.30", "en-US")).toBe("283.30");
  expect(plainName("two-active-legs")).toBe("Two active legs");
});
