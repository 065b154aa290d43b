import { expect, onTestFinished, test } from "vitest";
import { problemsOf } from "../../src/cli/verify.ts";
import { Reader } from "../../src/platform/db/index.ts";
import { newDatabase } from "../support/kassa.ts";
import { overHttp, startProgram } from "../support/program.ts";
import { Merchant, type MondidoAnswer } from "../wire/mondido/merchant.ts";

/** `KASSA_CRASHES=200 npm test -- test/scenarios/card-crash.test.ts` tries longer. */
const crashes = Number(process.env.KASSA_CRASHES ?? 4);
const merchantsAtOnce = 12;

/** What a merchant was told of one payment, each step acknowledged before the next is asked for. */
type Told = { readonly reference: string; id?: number; captured: boolean; refunded: number };

test("a program that is killed while cards pay keeps all it acknowledged, and takes or gives nothing twice", async () => {
  const database = await newDatabase();
  onTestFinished(() => database.drop());
  const told: Told[] = [];
  for (let crash = 0; crash < crashes; crash++) {
    const program = await startProgram({ DATABASE_URL: database.url });
    onTestFinished(() => program.kill());
    const merchant = new Merchant(overHttp(program.address));
    const working = Array.from({ length: merchantsAtOnce }, () =>
      keepPaying(merchant, told, `crash-${crash}`),
    );
    await new Promise((resolve) => setTimeout(resolve, 300 + ((crash * 137) % 400)));
    await program.kill();
    await Promise.all(working);
  }

  const program = await startProgram({ DATABASE_URL: database.url });
  onTestFinished(() => program.kill());
  const merchant = new Merchant(overHttp(program.address));
  const clock = await merchant.send("POST", "/sandbox/clock", '{"advance":"PT1H"}', {
    "content-type": "application/json",
  });
  expect(clock.http).toBe(200);
  expect(told.filter(({ refunded }) => refunded > 0).length).toBeGreaterThan(crashes);
  for (const each of told) await compare(merchant, each);
  await program.terminate();

  const reader = new Reader(database.url);
  onTestFinished(() => reader.close());
  expect(await problemsOf(reader)).toEqual([]);
  expect(await reader.query("select id from payments where state = 'processing'")).toEqual([]);
}, 120_000);

/** Authorizes, captures and gives a part back, again and again, until nobody answers any more. */
async function keepPaying(merchant: Merchant, told: Told[], round: string): Promise<void> {
  try {
    for (;;) {
      const one: Told = { reference: `${round}-${told.length}`, captured: false, refunded: 0 };
      told.push(one);
      const paid = await merchant.pay({ payment_ref: one.reference, authorize: "true", customer_ref: "c" });
      one.id = right(paid).id;
      right(await merchant.call("PUT", `/v1/transactions/${one.id}/capture`, { amount: "10.00" }));
      one.captured = true;
      right(
        await merchant.call("POST", "/v1/refunds", {
          transaction_id: String(one.id),
          amount: "4.00",
          reason: "x",
        }),
      );
      one.refunded = 4;
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the answer's JSON
function right({ http, json, text }: MondidoAnswer): any {
  expect(http, text).toBe(200);
  return json;
}

/** What is there may be one step further than what was told, and never less. */
async function compare(merchant: Merchant, { reference, id, captured, refunded }: Told): Promise<void> {
  const path = `/v1/transactions?filter%5Bpayment_ref%5D=${reference}`;
  const found = right(await merchant.call("GET", path)) as {
    id: number;
    status: string;
    amount: string;
    refunds: { amount: string }[];
  }[];
  expect(found.length, reference).toBeLessThanOrEqual(1);
  const [one] = found;
  if (id === undefined) return;
  expect(one?.id, reference).toBe(id);
  expect(one?.status, reference).toBeOneOf(captured ? ["approved"] : ["authorized", "approved"]);
  const sum = one?.refunds.reduce((total, { amount }) => total + Number(amount), 0) ?? 0;
  expect(sum, reference).toBeOneOf(captured ? [refunded, 4] : [0]);
}
