import type { Tx } from "../../platform/db/index.ts";
import { type Store, stores } from "../merchants/index.ts";
import { addWebhook, type Webhook, webhooks } from "./webhook.ts";

/** What a merchant decides about a webhook. */
export type WebhookTerms = Pick<
  Webhook,
  "trigger" | "url" | "email" | "httpMethod" | "dataFormat" | "template"
>;

/** Sets up a webhook for everything that happens at a store from now on. */
export async function addStandingWebhook(
  tx: Tx,
  { storeId, number, ...terms }: WebhookTerms & { readonly storeId: string; readonly number: bigint },
): Promise<Webhook> {
  const store = await lockStore(tx, storeId);
  const webhook = addWebhook(tx, { ...terms, number, merchantId: store.merchantId, paymentId: null });
  keep(tx, store, [...(store.settings.webhooks ?? []), webhook.id]);
  return webhook;
}

/** Changes what is named of a webhook. Answers undefined when it is gone. */
export async function changeWebhook(
  tx: Tx,
  { id, ...terms }: Pick<Webhook, "id"> & Partial<WebhookTerms>,
): Promise<Webhook | undefined> {
  const webhook = await tx.lock(webhooks, { id });
  return webhook?.state === "active" ? tx.update(webhooks, { ...webhook, ...terms }) : undefined;
}

/** Takes a standing webhook away; what it has put into the outbox still leaves. Answers undefined when it is gone. */
export async function removeStandingWebhook(
  tx: Tx,
  { id, storeId }: { readonly id: string; readonly storeId: string },
): Promise<Webhook | undefined> {
  const store = await lockStore(tx, storeId);
  const webhook = await tx.lock(webhooks, { id });
  if (webhook?.state !== "active") return undefined;
  keep(
    tx,
    store,
    (store.settings.webhooks ?? []).filter((other) => other !== id),
  );
  return tx.update(webhooks, { ...webhook, state: "deleted" });
}

/** The webhooks that wait for everything that happens at a store. The store knows them by id, so that a store
 *  without any costs no question. */
export async function standingWebhooks(
  tx: Pick<Tx, "list">,
  { settings }: Pick<Store, "settings">,
): Promise<readonly Webhook[]> {
  const found = await Promise.all((settings.webhooks ?? []).map((id) => tx.list(webhooks, { id })));
  return found.flat();
}

async function lockStore(tx: Tx, id: string): Promise<Store> {
  const store = await tx.lock(stores, { id });
  if (!store) throw new TypeError(`there is no store ${id}`);
  return store;
}

function keep(tx: Tx, store: Store, ids: readonly string[]): void {
  tx.update(stores, { ...store, settings: { ...store.settings, webhooks: ids } });
}
