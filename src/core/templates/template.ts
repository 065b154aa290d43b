import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { merchants } from "../merchants/index.ts";
import { Refusal } from "../refusal.ts";

/** A payment window as a merchant has written it. */
export type Template = {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  readonly name: string;
  /** Liquid; whoever renders it does not trust it. */
  readonly source: string;
  readonly state: "active" | "deleted";
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
};

export const templates: Table<Template> = table<Template>(
  "templates",
  {
    id: "uuid",
    number: "bigint",
    merchantId: "uuid",
    name: "text",
    source: "text",
    state: "text",
    createdAt: "timestamptz",
    updatedAt: "timestamptz",
  },
  { unique: [["number"]] },
);

/** Refuses: template_exists (of this name). */
export async function addTemplate(
  tx: Tx,
  template: Pick<Template, "number" | "merchantId" | "name" | "source">,
): Promise<Template> {
  const { now } = tx;
  await refuseTaken(tx, template);
  return tx.insert(templates, { ...template, id: tx.id(), state: "active", createdAt: now, updatedAt: now });
}

/** Refuses: template_not_found, template_exists. */
export async function changeTemplate(
  tx: Tx,
  {
    id,
    merchantId,
    ...changes
  }: Pick<Template, "id" | "merchantId"> & Partial<Pick<Template, "name" | "source" | "state">>,
): Promise<Template> {
  const template = await tx.lock(templates, { id });
  if (!template || template.merchantId !== merchantId || template.state === "deleted")
    throw new Refusal("template_not_found");
  const { name = template.name } = changes;
  if (name !== template.name) await refuseTaken(tx, { merchantId, name });
  return tx.update(templates, { ...template, ...changes, updatedAt: tx.now });
}

/** Holds the merchant: of two that take the same name at the same time, the second sees the first. */
async function refuseTaken(
  tx: Tx,
  { merchantId, name }: Pick<Template, "merchantId" | "name">,
): Promise<void> {
  await tx.lock(merchants, { id: merchantId });
  const others = await tx.list(templates, { merchantId });
  if (others.some((other) => other.state === "active" && other.name === name))
    throw new Refusal("template_exists");
}
