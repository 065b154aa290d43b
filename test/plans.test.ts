import { globSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, type MockInstance, test, vi } from "vitest";
import {
  changedSchedules,
  countPlans,
  countSubscriptions,
  dueRequests,
  dueSales,
  dueSteps,
  impossibleSteps,
  nextChangedSchedule,
  nextSaleDue,
  nextStepDue,
  paymentsOfStep,
  plannedStep,
  planPage,
  salesBehind,
  stepsBetween,
  subscriptionPage,
} from "../src/core/agreements/index.ts";
import {
  debtsOffTheLedger,
  dueInstalments,
  leftCollections,
  loanOf,
  nextDueDay,
  nextLeftCollection,
  owedBy,
} from "../src/core/credit/index.ts";
import {
  dueDeliveries,
  latestAttempts,
  latestDelivery,
  latestMessages,
  nextAttempt,
} from "../src/core/deliveries/index.ts";
import { countWaiting, platformsOf } from "../src/core/integrators/index.ts";
import { accountsOffTheirTransfers, trialBalance } from "../src/core/ledger/index.ts";
import { storesOf } from "../src/core/merchants/index.ts";
import { countPayers, payerPage } from "../src/core/payers/index.ts";
import {
  countPayments,
  duePayments,
  impossiblePayments,
  nextExpiry,
  paymentPage,
  payments,
  paymentsBetween,
  refundsBetween,
  salesOf,
  soldOrders,
} from "../src/core/payments/index.ts";
import { returnsOf } from "../src/core/returns/index.ts";
import { countTemplates, templatePage } from "../src/core/templates/index.ts";
import { cardPage, cardsOfOldKeys, countCards, countOfOldKeys } from "../src/core/vault/index.ts";
import {
  attemptsOfPayments,
  cardChangeOf,
  mandatesOfPayer,
  movementsOf,
  paymentsInWallet,
  paymentsOfMandate,
  unlikeReported,
} from "../src/core/wallet/index.ts";
import { countWebhooks, webhookPage } from "../src/core/webhooks/index.ts";
import { operations } from "../src/dialects/mokka-online/routes.ts";
import { keyedConfig } from "../src/platform/db/connection.ts";
import { createPool, forgetOldMarks, type Reader } from "../src/platform/db/index.ts";
import { uuidOf } from "../src/platform/ids/index.ts";
import { forgetBefore } from "../src/platform/journal/queries.ts";
import { type Kassa, openKassa } from "./support/kassa.ts";
import { Shop } from "./support/shop.ts";
import { authBody, buy, identify, Shopper, shopUrls } from "./support/shopper.ts";

type Plan = {
  readonly "Node Type": string;
  readonly "Parent Relationship"?: string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Filter?: string;
  readonly Plans?: readonly Plan[];
};

/** Of an index: its table, and what it is sorted by first. */
type Index = { readonly table: string; readonly leading: string };

/** The tables that a plan reads from end to end. An index does not help when its leading column is not asked for,
 *  unless it is read in its order and no further than to a limit. */
function readWhole(plan: Plan, indexes: ReadonlyMap<string, Index>, isLimited = false): string[] {
  const { "Node Type": kind, "Relation Name": name, "Index Name": by, "Index Cond": condition = "" } = plan;
  const index = indexes.get(by ?? "");
  const isAskedFor = index && new RegExp(`\\b${index.leading}\\b`).test(condition);
  const isWhole = kind === "Seq Scan" || (index && !isAskedFor && !(isLimited && !plan.Filter));
  const below = (plan.Plans ?? []).flatMap((one) => readWhole(one, indexes, kind === "Limit"));
  return [...(isWhole ? [name ?? index?.table ?? kind] : []), ...below];
}

/** The tables that a plan reads from end to end again and again: a question within another, for each of its rows. */
function readForEach(plan: Plan, indexes: ReadonlyMap<string, Index>): string[] {
  return (plan.Plans ?? []).flatMap((one) =>
    one["Parent Relationship"] === "SubPlan" ? readWhole(one, indexes) : readForEach(one, indexes),
  );
}

type Asked = { readonly reader: Reader; readonly pool: pg.Pool; readonly now: Temporal.Instant };
type Query = {
  readonly ask: (asked: Asked) => Promise<unknown>;
  /** Why it may read whole tables: nobody waits for it. */
  readonly because?: string;
};

const someStore = { storeId: uuidOf("a store"), lenderId: uuidOf("a lender") };

const some = { merchantId: uuidOf("a merchant"), storeId: uuidOf("a store") };
const byNumber = { isDescending: true, limit: 10, offset: 0 };
const subjectId = uuidOf("a subject");

/** Every query that is not made from the definition of a table. */
const queries: Readonly<Record<string, Query>> = {
  dueDeliveries: { ask: ({ reader, now }) => dueDeliveries(reader, now, 10) },
  nextAttempt: { ask: ({ reader }) => nextAttempt(reader) },
  duePayments: { ask: ({ pool, now }) => duePayments(pool, now, 10) },
  nextExpiry: { ask: ({ reader, pool }) => nextExpiry(reader, pool) },
  loanOf: { ask: ({ reader }) => loanOf(reader, subjectId) },
  owedBy: { ask: ({ reader }) => owedBy(reader, uuidOf("a customer"), "PLN") },
  debtsOffTheLedger: {
    ask: ({ reader }) => debtsOffTheLedger(reader),
    because: "an operator checks all the books",
  },
  dueInstalments: {
    ask: ({ reader, now }) => {
      const until = now.toZonedDateTimeISO("UTC").toPlainDate();
      return dueInstalments(reader, { until, most: 10 });
    },
  },
  nextDueDay: { ask: ({ reader }) => nextDueDay(reader) },
  leftCollections: { ask: ({ reader, now }) => leftCollections(reader, now) },
  nextLeftCollection: { ask: ({ reader }) => nextLeftCollection(reader) },
  dueSteps: { ask: ({ reader, now }) => dueSteps(reader, { now, dialects: ["mondido"], most: 10 }) },
  nextStepDue: { ask: ({ reader }) => nextStepDue(reader) },
  dueRequests: {
    ask: ({ reader, now }) => dueRequests(reader, { now, dialects: ["moka"], most: 10 }),
  },
  nextChangedSchedule: { ask: ({ reader }) => nextChangedSchedule(reader) },
  changedSchedules: { ask: ({ reader }) => changedSchedules(reader, 10) },
  salesBehind: {
    ask: ({ reader, now: changedAt }) => salesBehind(reader, { id: subjectId, changedAt, most: 10 }),
  },
  dueSales: { ask: ({ reader, now }) => dueSales(reader, { now, most: 10 }) },
  nextSaleDue: { ask: ({ reader }) => nextSaleDue(reader) },
  stepsBetween: {
    ask: async ({ reader }) => {
      const [from, to] = [Temporal.PlainDate.from("2027-02-01"), Temporal.PlainDate.from("2027-02-28")];
      await stepsBetween(reader, { ...some, from, to, most: 10 });
      await stepsBetween(reader, { ...some, subscriptionId: subjectId, from, to, most: 10 });
    },
  },
  plannedStep: { ask: ({ reader }) => plannedStep(reader, { ...some, number: 1n }) },
  paymentsOfStep: { ask: ({ reader }) => paymentsOfStep(reader, { stepId: subjectId }) },
  paymentPage: { ask: ({ reader }) => paymentPage(reader, some, { ...byNumber, orderBy: "number" }) },
  paymentsBetween: {
    ask: ({ reader, now }) =>
      paymentsBetween(reader, { ...someStore, from: now, to: now, states: ["captured"] }, 10),
  },
  refundsBetween: {
    ask: ({ reader, now }) => refundsBetween(reader, { ...someStore, from: now, to: now }, 10),
  },
  countPayments: { ask: ({ reader }) => countPayments(reader, some) },
  cardPage: { ask: ({ reader }) => cardPage(reader, some, byNumber) },
  countCards: { ask: ({ reader }) => countCards(reader, some, byNumber) },
  cardsOfOldKeys: {
    ask: ({ reader }) => cardsOfOldKeys(reader, { newest: 2, after: undefined, most: 10 }),
  },
  countOfOldKeys: { ask: ({ reader }) => countOfOldKeys(reader, 2) },
  payerPage: { ask: ({ reader }) => payerPage(reader, some, byNumber) },
  countPayers: { ask: ({ reader }) => countPayers(reader, some, byNumber) },
  templatePage: { ask: ({ reader }) => templatePage(reader, some, byNumber) },
  countTemplates: { ask: ({ reader }) => countTemplates(reader, some, byNumber) },
  planPage: { ask: ({ reader }) => planPage(reader, { ...some, ...byNumber }) },
  countPlans: { ask: ({ reader }) => countPlans(reader, { ...some, ...byNumber }) },
  subscriptionPage: { ask: ({ reader }) => subscriptionPage(reader, { ...some, ...byNumber }) },
  countSubscriptions: { ask: ({ reader }) => countSubscriptions(reader, { ...some, ...byNumber }) },
  webhookPage: { ask: ({ reader }) => webhookPage(reader, some, byNumber) },
  countWebhooks: { ask: ({ reader }) => countWebhooks(reader, some) },
  storesOf: { ask: ({ reader }) => storesOf(reader, { ...some, dialect: "mobilepay" }) },
  platformsOf: { ask: ({ reader }) => platformsOf(reader, some.merchantId) },
  countWaiting: { ask: ({ reader }) => countWaiting(reader, 10) },
  paymentsInWallet: { ask: ({ reader }) => paymentsInWallet(reader, subjectId, 10) },
  paymentsOfMandate: { ask: ({ reader }) => paymentsOfMandate(reader, subjectId, 10) },
  mandatesOfPayer: { ask: ({ reader }) => mandatesOfPayer(reader, subjectId) },
  attemptsOfPayments: { ask: ({ reader }) => attemptsOfPayments(reader, [subjectId]) },
  cardChangeOf: { ask: ({ reader }) => cardChangeOf(reader, subjectId) },
  movementsOf: { ask: ({ reader }) => movementsOf(reader, [subjectId]) },
  latestAttempts: { ask: ({ reader }) => latestAttempts(reader, [subjectId]) },
  latestDelivery: { ask: ({ reader }) => latestDelivery(reader, { subjectId }) },
  soldOrders: { ask: ({ reader }) => soldOrders(reader, { ...some, ...someStore }, 10) },
  salesOf: { ask: ({ reader, now }) => salesOf(reader, { ...some, from: now, until: now }) },
  returnsOf: { ask: ({ reader, now }) => returnsOf(reader, { ...someStore, from: now, until: now }) },
  forgetBefore: { ask: ({ pool, now }) => forgetBefore(pool, now) },
  forgetOldMarks: {
    ask: ({ pool }) => forgetOldMarks(pool),
    because: "it runs once a minute, over the marks of the last hour",
  },
  latestMessages: { ask: ({ reader }) => latestMessages(reader, 10), because: "it is the sandbox's" },
  trialBalance: { ask: ({ reader }) => trialBalance(reader), because: "an operator checks all the books" },
  accountsOffTheirTransfers: {
    ask: ({ reader }) => accountsOffTheirTransfers(reader),
    because: "an operator checks all the books",
  },
  unlikeReported: {
    ask: ({ reader }) => unlikeReported(reader),
    because: "an operator checks all the books",
  },
  impossibleSteps: {
    ask: ({ reader }) => impossibleSteps(reader),
    because: "an operator checks all the books",
  },
  impossiblePayments: {
    ask: ({ reader }) => impossiblePayments(reader),
    because: "an operator checks all the books",
  },
};

/** A method's worth of everything: each of Mokka Online's, both ways through the form, what falls due. */
async function liveThroughMonths(kassa: Kassa): Promise<void> {
  const shop = new Shop(kassa);
  const shopper = new Shopper(kassa);
  const phone = "333111222";
  const registration = { ...shopUrls, current_order: { order_id: "R-1" } };
  await shopper.open((await kassa.mokka("/factoring/v1/limit/auth", registration)).json.iframe_url);
  await identify(shopper, phone);

  await shopper.open((await shop.auth({ orderId: "A-1", phone })).link);
  await shopper.submit("login", { primary_phone: phone });
  await shopper.submit("confirm", { confirmation_code: "1111" });
  await shopper.submit("place_order", { term: "3" });
  await kassa.mokka("/factoring/v1/schedule", { amount: 500 });
  await shop.change("A-1", 400);
  await shop.finish("A-1", 400);
  await shop.giveBack("A-1", 100);
  await shop.order("A-1");
  await shop.limit(phone);

  await kassa.mokka("/online/v1/auth", authBody({ orderId: "A-2" }));
  await buy(kassa, { orderId: "A-3", phone });
  await shop.cancel("A-3");
  await buy(kassa, { orderId: "expires", phone });
  await buy(kassa, { orderId: "is not repaid", phone: "333111682" });
  await shop.finish("is not repaid", 500);
  await kassa.advance("P4M");
}

/** The methods that were asked and said yes. */
async function journal({ reader }: Kassa): Promise<string[]> {
  const text = "select distinct operation from request_log where dialect = $1 and answer = '0' order by 1";
  return (await reader.query<{ operation: string }>(text, ["mokka-online"])).map((row) => row.operation);
}

let kassa: Kassa;
let pool: pg.Pool;
let client: pg.Client;
let query: MockInstance;
let indexes: ReadonlyMap<string, Index>;

beforeAll(async () => {
  kassa = await openKassa();
  pool = createPool(kassa.databaseUrl, 1);
  client = new pg.Client(keyedConfig(kassa.databaseUrl));
  await client.connect();
  const { rows } = await client.query<Index & { name: string }>(
    `select i.relname as name, t.relname as table, pg_get_indexdef(i.oid, 1, true) as leading
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
     where i.relnamespace = 'public'::regnamespace`,
  );
  indexes = new Map(rows.map((row) => [row.name, row]));
  query = vi.spyOn(pg.Client.prototype, "query");
});

afterAll(async () => {
  query?.mockRestore();
  await client?.end();
  await pool?.end();
  await kassa?.close();
});

const ofTheWorker = /graphile_worker/;

/** The statements that were sent to the database meanwhile, but those of the job queue's own tables. */
async function sentBy(act: () => Promise<unknown>): Promise<string[]> {
  query.mockClear();
  await act();
  const texts = query.mock.calls.flatMap(([asked]: Sent[]) => textsOf(asked));
  return [...new Set(texts)].filter((text) => isPlanned(text) && !ofTheWorker.test(text));
}

/** What a client may be asked: a text, a query, or several as one batch. */
type Sent = string | { readonly text?: string; readonly statements?: readonly { readonly text: string }[] };

function textsOf(asked: Sent | undefined): string[] {
  if (typeof asked === "string") return [asked];
  return asked?.statements?.map(({ text }) => text) ?? [asked?.text ?? ""];
}

function isPlanned(text: string): boolean {
  return /^\s*(select|insert|update|delete|merge|with)\b/i.test(text);
}

/** The tables that the statement reads whole although it need not be so: where there is an index, the settings of
 *  our connections prefer it, however small the table is. */
async function tablesReadBy(text: string, find: typeof readWhole): Promise<string[]> {
  const { rows } = await client.query(`explain (format json, generic_plan) ${text}`);
  return find(rows[0]["QUERY PLAN"][0].Plan, indexes);
}

async function scansOf(texts: readonly string[], find = readWhole): Promise<Record<string, string[]>> {
  const scans: Record<string, string[]> = {};
  for (const text of texts) {
    const tables = await tablesReadBy(text, find);
    if (tables.length > 0) scans[text] = tables;
  }
  return scans;
}

async function statesOf(table: string): Promise<string[]> {
  const rows = await kassa.reader.query<{ state: string }>(`select distinct state from ${table} order by 1`);
  return rows.map(({ state }) => state);
}

function ask({ ask }: Query): () => Promise<unknown> {
  return () => ask({ reader: kassa.reader, pool, now: kassa.house.now() });
}

describe("no query on the hot path is without an index:", () => {
  test("none of the methods, of the form, of what falls due", async () => {
    const allowed = Object.values(queries).filter(({ because }) => because);
    const exempt = new Set((await Promise.all(allowed.map((one) => sentBy(ask(one))))).flat());
    const sent = await sentBy(() => liveThroughMonths(kassa));
    const methods = operations.map(({ name }) => name).toSorted();
    await vi.waitFor(async () => expect(await journal(kassa)).toEqual(methods), { timeout: 5_000 });
    expect(await statesOf("payments")).toEqual(["captured", "expired", "voided"]);
    expect(await statesOf("instalments")).toEqual(["overdue", "paid"]);
    for (const table of ["payments", "checkouts", "accounts", "transfers", "request_log", "write_groups"])
      expect(sent.join("\n")).toContain(` into ${table} `);
    expect(await scansOf(sent.filter((text) => !exempt.has(text)))).toEqual({});
  }, 30_000);

  test.each(Object.entries(queries).filter(([, { because }]) => !because))("not %s", async (_, one) => {
    const sent = await sentBy(ask(one));
    expect(sent).not.toEqual([]);
    expect(await scansOf(sent)).toEqual({});
  });

  test.each(Object.entries(queries).filter(([, { because }]) => because))(
    "%s may be, as long as it needs to, but not once for each row of another table",
    async (_, one) => {
      const sent = await sentBy(ask(one));
      expect(await scansOf(sent)).not.toEqual({});
      expect(await scansOf(sent, readForEach)).toEqual({});
    },
  );

  test.each([
    ["number", { number: 1n }],
    ["token", { token: "none" }],
    ["reference", { storeId: some.storeId, reference: "none" }],
  ])("not the search for a payment by its %s", async (_, key) => {
    expect(await scansOf(await sentBy(() => kassa.reader.find(payments, key)))).toEqual({});
  });

  test("every query of a queries.ts is looked at", async () => {
    const src = join(import.meta.dirname, "../src");
    const modules = await Promise.all(
      globSync("**/queries.ts", { cwd: src }).map((file) => import(join(src, file))),
    );
    const names = modules.flatMap((module) => Object.keys(module));
    expect(names.filter((name) => !(name in queries))).toEqual([]);
  });
});

test.each([
  ["a filter", "select id from payments where phone = $1::text", ["payments"]],
  ["half a key", "select id from payments where reference = $1::text", ["payments"]],
  ["an update", "update deliveries set attempts = 0 where destination = $1::text", ["deliveries"]],
  ["an order", "select id from payments order by captured_at limit $1::int", ["payments"]],
  [
    "the search for one along an order",
    "select id from payments where phone = '1' order by id limit 1",
    ["payments"],
  ],
  ["a count", "select count(*) from events", ["events"]],
  [
    "a join",
    "select p.id from payments p join customers c on c.email = p.phone where p.id = $1::uuid",
    ["customers"],
  ],
  [
    "a question within another",
    "select id from loans l where id = $1::uuid and exists (select 1 from receipts r where r.number = l.currency)",
    ["receipts"],
  ],
])("%s that goes by no index is found", async (_, text, tables) => {
  expect(await scansOf([text])).toEqual({ [text]: tables });
});

test("a question that reads a table for each row of another is found", async () => {
  const text = `select l.id from loans l where l.fee <> (
    select sum(t.amount) from transfers t where t.subject_id = l.payment_id)`;
  expect(await scansOf([text], readForEach)).toEqual({ [text]: ["transfers"] });
});
