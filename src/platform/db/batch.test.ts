import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { Line, type Wire } from "./line.ts";
import type { Statement } from "./statements.ts";

const line = new Line(inject("serverUrl"));
let wire: Wire;

beforeAll(async () => {
  wire = await line.open();
});
afterAll(() => line.drop());

function half(number: string): Statement {
  return { name: "half", text: "select 10 / $1::int as answer", values: [number] };
}

function twice(number: string): Statement {
  return { name: "twice", text: "select 2 * $1::int as answer", values: [number] };
}

test("each statement of a batch has its own answer, in their order", async () => {
  const none = { ...twice("1"), name: "none", text: "select $1::int as answer where false" };
  expect(await wire.send([half("5"), none, twice("4"), half("1")])).toEqual([[["2"]], [], [["8"]], [["10"]]]);
});

test("what fails is told, what stands behind it is not run, and the connection goes on", async () => {
  await wire.send([{ name: "make", text: "create temporary table seen (n int)", values: [] }]);
  const see = { name: "see", text: "insert into seen values ($1)", values: ["1"] };
  const wrong = { name: "wrong", text: "select $1::int + nonsense", values: ["1"] };
  for (const failing of [half("0"), wrong, half("0")]) {
    await expect(wire.send([twice("1"), failing, see])).rejects.toThrow(pg.DatabaseError);
    expect(await wire.send([twice("2"), half("10")])).toEqual([[["4"]], [["1"]]]);
  }
  const count = { name: "count", text: "select count(*) as answer from seen", values: [] };
  expect(await wire.send([count])).toEqual([[["0"]]]);
});

test("a batch on a connection that is gone is rejected", async () => {
  const other = new Line(inject("serverUrl"));
  const gone = await other.open();
  await other.drop();
  await expect(gone.send([half("1")])).rejects.toThrow(Error);
});
