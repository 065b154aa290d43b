import { expect, test } from "vitest";
import { eachOf } from "./each-of.ts";

test("a list is worked off whole, as many at a time as were asked for and no more", async () => {
  let [now, most] = [0, 0];
  const done: number[] = [];
  await eachOf([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    most = Math.max(most, ++now);
    await new Promise(setImmediate);
    now--;
    done.push(item);
  });
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});
