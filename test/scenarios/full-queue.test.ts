import pg from "pg";
import { expect, test, vi } from "vitest";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { authBody } from "../support/shopper.ts";
import { Dealer } from "../wire/moka/dealer.ts";
import { Merchant } from "../wire/mondido/merchant.ts";

/** Than both lanes take at once. */
const moreThanUnderWay = 600;
const mostWaiting = 5_000;
const moreThanMayWait = 5_200;

/** Nothing is committed while `meanwhile` goes on. */
async function whileCommitsWait(kassa: Kassa, meanwhile: () => Promise<void>): Promise<void> {
  const client = new pg.Client(kassa.databaseUrl);
  await client.connect();
  try {
    await client.query("begin; lock table write_groups in access exclusive mode");
    await meanwhile();
  } finally {
    await client.end();
  }
}

test("who finds the queue full is told so at once, in the words of each dialect; those who wait are served", async () => {
  const kassa = await useKassa();
  const authorize = (orderId: string) => kassa.mokka("/factoring/v1/precheck/auth", authBody({ orderId }));
  const statuses: number[] = [];
  const served: Promise<unknown>[] = [];
  const authorizeMany = (count: number) => {
    for (let i = 0; i < count; i++)
      served.push(authorize(`${count}-${i}`).then(({ json }) => statuses.push(json.status)));
  };
  const queued = async () => (await kassa.server.inject("/healthz")).json().writer.queued;
  let before = 0;
  const lanesAreFull = async () => {
    const last = before;
    before = await queued();
    expect(before).toBeGreaterThan(0);
    expect(before).toBe(last);
  };

  await whileCommitsWait(kassa, async () => {
    authorizeMany(moreThanUnderWay);
    await vi.waitFor(lanesAreFull, { interval: 100, timeout: 20_000 });
    authorizeMany(moreThanMayWait);
    await vi.waitFor(() => expect(statuses).toContain(100), { timeout: 20_000 });
    expect(await queued()).toBe(mostWaiting);
    expect((await kassa.server.inject("/metrics")).body).toContain(`kassa_writer_queue ${mostWaiting}`);

    expect((await authorize("late")).json).toMatchObject({
      status: 100,
      message: "At the moment, the server cannot process your request",
    });
    const merchant = new Merchant(kassa);
    const late = await merchant.call("POST", "/v1/transactions", merchant.order({ process: "false" }));
    expect(late.json).toMatchObject({ name: "errors.service_not_available" });
    const dealer = new Dealer(kassa);
    const customer = { CustomerCode: "late", FirstName: "Ali", LastName: "Yilmaz" };
    expect((await dealer.call("DealerCustomer/AddCustomer", customer)).code).toBe("EX");
  });

  await Promise.all(served);
  const refused = statuses.filter((status) => status === 100).length;
  expect(refused).toBeGreaterThan(0);
  expect(statuses.filter((status) => status === 0)).toHaveLength(served.length - refused);
  expect(await kassa.problems()).toEqual([]);
});
