import { expect, test } from "vitest";
import { randomToken, uuidAt } from "../ids/index.ts";
import { table } from "./table.ts";
import { BufferedTx, type Request } from "./tx.ts";

type Jar = { readonly id: string; readonly coins: bigint };
const jars = table<Jar>("jars", { id: "uuid", coins: "bigint" });

test("a key that is not there is asked for once, and is there as soon as the verb inserts its row", async () => {
  const asked: Request[] = [];
  const now = Temporal.Instant.from("2027-03-01T10:00:00Z");
  const tx = new BufferedTx(now, { idAt: uuidAt, token: randomToken }, (request) => {
    asked.push(request);
    request.resolve([]);
  });
  const id = tx.id();
  expect(await tx.lock(jars, { id })).toBeUndefined();
  expect(await tx.lock(jars, { id })).toBeUndefined();
  expect(asked).toHaveLength(1);
  tx.insert(jars, { id, coins: 3n });
  expect(await tx.lock(jars, { id })).toEqual({ id, coins: 3n });
  expect(asked).toHaveLength(1);
});
