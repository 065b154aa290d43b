import { isAbsent, isObject, type JsonObject, textAt } from "../../toolkit/json.ts";
import { type ErrorName, Fault } from "../errors.ts";
import { readDecimal } from "../money.ts";
import { listed } from "./listed.ts";
import { parseRelaxed } from "./relaxed-json.ts";

type Told = string | number;

/** A line of what is bought (document, "Items"). */
export type Item = {
  /** Minor units of the whole line; a discount's are negative. */
  readonly amount: bigint;
  /** The client's own values, which answers repeat. */
  readonly asSent: Readonly<Record<"artno" | "description" | "amount" | "qty" | "vat", Told>> & {
    readonly discount: Told | null;
  };
};

const mostItems = 1_000;

/** The document has two families of errors about items; invoices speak the one of their provider. */
const wordings = {
  order: {
    noNumber: "errors.items.notes_missing",
    noDescription: "errors.items.description_missing",
    longDescription: "errors.items.description_too_long",
    noAmount: "errors.items.amount_missing",
  },
  invoice: {
    noNumber: "errors.item.id.missing",
    noDescription: "errors.item.description.missing",
    longDescription: "errors.item.missing_or_too_long.description",
    noAmount: "errors.item.amount.missing",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ErrorName>>>>;

type Wording = (typeof wordings)[keyof typeof wordings];

/** The items of an array, of its JSON text, or of an object with numbers for keys; none when nothing was sent. Faults
 *  errors.json.malformed, errors.request.bad_format (more than 1,000), errors.items.* 254 to 259, and for what these
 *  have no word for: 173, 174 (something missing), 232 (artno too long); 172, 176, 180 and 230 instead of 257, 256, 255
 *  and 258 for an invoice's. What these codes call notes is the artno. */
export function readItems(
  value: unknown,
  currency: string,
  of: keyof typeof wordings = "order",
): readonly Item[] {
  if (isAbsent(value)) return [];
  const list = listed(typeof value === "string" ? parseRelaxed(value) : value);
  if (list === undefined) throw new Fault("errors.json.malformed");
  if (list === null) return [];
  if (!Array.isArray(list)) throw new Fault("errors.items.not_array");
  if (list.length > mostItems) throw new Fault("errors.request.bad_format");
  return list.map((item: unknown) => readItem(item, currency, wordings[of]));
}

/** What the items cost together, in minor units. */
export function itemsTotal(items: readonly Item[]): bigint {
  return items.reduce((sum, { amount }) => sum + amount, 0n);
}

function readItem(source: unknown, currency: string, wording: Wording): Item {
  if (!isObject(source)) throw new Fault("errors.items.not_array");
  const artno = required(source, "artno", wording.noNumber);
  if (String(artno).length > 50) throw new Fault("errors.item.notes_to_long");
  const description = required(source, "description", wording.noDescription);
  if (String(description).length > 150) throw new Fault(wording.longDescription);
  if (isAbsent(source.amount)) throw new Fault(wording.noAmount);
  const amountTold = required(source, "amount", "errors.items.amount_not_valid");
  const amount = readDecimal(amountTold, currency);
  if (amount === undefined) throw new Fault("errors.items.amount_not_valid");
  const qty = required(source, "qty", "errors.item.quantity.missing");
  const vat = required(source, "vat", "errors.item.vat_rate.missing");
  const discount = told(source, "discount") ?? null;
  return { amount, asSent: { artno, description, amount: amountTold, qty, vat, discount } };
}

function required(source: JsonObject, key: string, missing: ErrorName): Told {
  const value = told(source, key);
  if (value === undefined) throw new Fault(missing);
  return value;
}

/** A number, or text without blanks around it. */
function told(source: JsonObject, key: string): Told | undefined {
  const value = source[key];
  return typeof value === "number" ? value : textAt(source, key);
}
