import { latestAttempts, latestDelivery, resend as sendAgain } from "../../../core/deliveries/index.ts";
import {
  addStandingWebhook,
  changeWebhook,
  countWebhooks,
  removeStandingWebhook,
  type Webhook,
  type WebhookTerms,
  webhookPage,
  webhooks as webhookTable,
} from "../../../core/webhooks/index.ts";
import { isAbsent, textAt } from "../../toolkit/json.ts";
import type { Answer, Call } from "../call.ts";
import { Fault } from "../errors.ts";
import { page, readListQuery } from "../list.ts";
import type { Operation } from "../operation.ts";
import { readInteger, readWebhooks, type Webhook as Wanted } from "../read/index.ts";
import { webhookJson } from "../wire.ts";

/** The first two are the document's ("Show Webhooks", "List Webhooks"); the others are ours, for what its admin console
 *  offers. */
export const webhooks: readonly Operation[] = [
  { name: "list webhooks", method: "GET", path: "/webhooks", run: list },
  {
    name: "get webhook",
    method: "GET",
    path: "/webhooks/:id",
    run: async (call) => answer(call, await find(call)),
  },
  { name: "create webhook", method: "POST", path: "/webhooks", run: create },
  { name: "update webhook", method: "PUT", path: "/webhooks/:id", run: update },
  { name: "delete webhook", method: "DELETE", path: "/webhooks/:id", run: remove },
  { name: "resend webhook", method: "POST", path: "/webhooks/:id/resend", run: resend },
];

/** The webhooks that a request brings along. Faults webhook.invalid, also for an address that may not be called. */
export function readReachable({ house }: Pick<Call, "house">, value: unknown): readonly Wanted[] {
  const wanted = readWebhooks(value);
  if (wanted.some(({ url }) => url !== undefined && !house.mayCall(url)))
    throw new Fault("errors.webhook.invalid");
  return wanted;
}

async function list(call: Call): Promise<Answer> {
  const query = readListQuery(call, { filters: ["trigger"], orders: ["id"] });
  const wanted = {
    merchantId: call.facts.merchant.id,
    trigger: query.filter.trigger,
    from: query.startId === null ? undefined : BigInt(query.startId),
  };
  const [hooks, total] = await Promise.all([
    webhookPage(call.house.reader, wanted, query),
    countWebhooks(call.house.reader, wanted),
  ]);
  return page(await told(call, hooks), query, total);
}

/** A standing webhook: it hears of everything that happens from now on. */
async function create(call: Call): Promise<Answer> {
  const { house, facts } = call;
  const terms = readTerms(call, call.params);
  const number = await house.numbers.next("webhook");
  const hook = await house.write((tx) =>
    addStandingWebhook(tx, { ...terms, storeId: facts.store.id, number }),
  );
  house.directory.forget(facts.store);
  return answer(call, hook);
}

/** What is not mentioned stays. */
async function update(call: Call): Promise<Answer> {
  const hook = await findStanding(call);
  const { url, email, trigger, httpMethod, dataFormat, template } = hook;
  const { params } = call;
  const way = { trigger, http_method: httpMethod, data_format: dataFormat };
  // Another address replaces the one there was, whichever kind it is.
  const address = !isAbsent(params.url)
    ? {}
    : !isAbsent(params.email)
      ? { template }
      : { url, email, template };
  const mentioned = Object.entries(params).filter(([, value]) => !isAbsent(value));
  const terms = readTerms(call, { ...way, ...address, ...Object.fromEntries(mentioned) });
  return changed(call, await call.house.write((tx) => changeWebhook(tx, { id: hook.id, ...terms })));
}

async function remove(call: Call): Promise<Answer> {
  const { id } = await findStanding(call);
  const storeId = call.facts.store.id;
  const removed = await call.house.write((tx) => removeStandingWebhook(tx, { id, storeId }));
  call.house.directory.forget(call.facts.store);
  return changed(call, removed);
}

function changed(call: Call, hook: Webhook | undefined): Promise<Answer> {
  if (!hook) throw new Fault("errors.webhook.not_found");
  return answer(call, hook);
}

/** Sends a webhook's latest delivery once more; with `transaction_id` the latest about that transaction. */
async function resend(call: Call): Promise<Answer> {
  const { house, params } = call;
  const hook = await find(call);
  const transaction = isAbsent(params.transaction_id) ? undefined : readInteger(params.transaction_id);
  const found = await latestDelivery(house.reader, {
    subjectId: hook.id,
    transaction: transaction === undefined ? undefined : String(transaction),
  });
  if (!found) throw new Fault("errors.webhook.not_found");
  await house.write((tx) => sendAgain(tx, found));
  return answer(call, hook);
}

const longestTemplate = 200_000;

function readTerms(call: Call, source: Call["params"]): WebhookTerms {
  const [wanted] = readReachable(call, [source]);
  if (!wanted) throw new Fault("errors.webhook.invalid");
  const template = textAt(source, "template", longestTemplate + 1) ?? null;
  if (template !== null && (template.length > longestTemplate || wanted.type !== "Email"))
    throw new Fault("errors.webhook.invalid");
  const { trigger, url = null, email = null, httpMethod, dataFormat } = wanted;
  return { trigger, url, email, httpMethod, dataFormat, template };
}

/** The webhook of the path, if it is the merchant's. Faults 204; 138 for somebody else's. */
async function find({ house, facts, path }: Call): Promise<Webhook> {
  const number = readInteger(path.id);
  const hook = number === undefined ? undefined : await house.reader.find(webhookTable, { number });
  if (hook?.state !== "active") throw new Fault("errors.webhook.not_found");
  if (hook.merchantId !== facts.merchant.id) throw new Fault("errors.unauthorized");
  return hook;
}

/** What a payment has brought along is told with it and does not change: 151. */
async function findStanding(call: Call): Promise<Webhook> {
  const hook = await find(call);
  if (hook.paymentId !== null) throw new Fault("errors.webhook.invalid");
  return hook;
}

async function answer(call: Call, hook: Webhook): Promise<Answer> {
  return { json: (await told(call, [hook]))[0] };
}

async function told({ house }: Call, hooks: readonly Webhook[]) {
  const attempts = await latestAttempts(
    house.reader,
    hooks.map(({ id }) => id),
  );
  const bySubject = new Map(attempts.map((attempt) => [attempt.subjectId, attempt]));
  return hooks.map((hook) => webhookJson(hook, bySubject.get(hook.id)));
}
