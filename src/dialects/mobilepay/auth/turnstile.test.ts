import { expect, test } from "vitest";
import { Problem } from "../problem.ts";
import { Turnstile } from "./turnstile.ts";

test("only so many are inside at once, and all come through, in their order", async () => {
  const turnstile = new Turnstile(2);
  let inside = 0;
  let most = 0;
  const order: number[] = [];
  const work = (i: number) => async () => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 1));
    inside -= 1;
    order.push(i);
    return i;
  };
  const passed = await Promise.all(Array.from({ length: 20 }, (_, i) => turnstile.pass(work(i))));
  expect(passed).toEqual(order.toSorted((a, b) => a - b));
  expect([most, inside]).toEqual([2, 0]);
});

test("a longer line than there is room for is turned away, and what throws frees its place", async () => {
  const turnstile = new Turnstile(1);
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = turnstile.pass(() => promise);
  const waiting = Array.from({ length: 64 }, () => turnstile.pass(async () => "in"));
  await expect(turnstile.pass(async () => "in")).rejects.toThrow(Problem);
  resolve();
  await first;
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => "in"));
  await expect(turnstile.pass(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await turnstile.pass(async () => "in")).toBe("in");
});
