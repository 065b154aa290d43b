import { describe, expect, test } from "vitest";
import { orderedToken, randomToken, uuidAt, uuidBeside, uuidOf } from "./ids.ts";

const at = (instant: string) => Temporal.Instant.from(instant);
const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("a UUID beside its owner's", () => {
  const owner = uuidAt(at("2027-03-01T10:00:00Z"));

  test("is the same for the same name, another for any other, and a UUID of version 8", () => {
    const names = ["principal", "fees", "credit_balance"];
    const ids = names.map((name) => uuidBeside(owner, name));
    expect(ids).toEqual(names.map((name) => uuidBeside(owner, name)));
    expect(new Set([...ids, ...names.map(uuidOf)]).size).toBe(6);
    for (const id of ids) expect(id).toMatch(shape);
  });

  test("sorts where its owner's does", () => {
    const earlier = uuidAt(at("2027-03-01T09:59:59.999Z"));
    const later = uuidAt(at("2027-03-01T10:00:00.001Z"));
    const beside = [later, earlier, owner].map((id) => uuidBeside(id, "principal"));
    expect(beside.toSorted()).toEqual([beside[1], beside[2], beside[0]]);
  });
});

test("an ordered token sorts by time and keeps all that nobody guesses", () => {
  const random = randomToken(14);
  const token = orderedToken(at("2027-03-01T10:00:00Z"), random);
  expect(token).toMatch(/^[0-9a-f]{40}$/);
  expect(token.endsWith(random)).toBe(true);
  expect(token < orderedToken(at("2027-03-01T10:00:00.001Z"), "00".repeat(14))).toBe(true);
});
