import { fits, type Tariff } from "../../core/credit/index.ts";
import { parsePhone } from "../../core/customers/index.ts";
import type { House } from "../../core/house.ts";
import type { Store } from "../../core/merchants/index.ts";
import { isAbsent, isObject, type JsonObject, objectAt, textAt } from "../toolkit/json.ts";
import { Fault, type Reply, replies } from "./errors.ts";
import { readAmount } from "./money.ts";

/** The order's id: a string or an integer, 1 to 255 characters (facts 2.1). Faults 20, 21. */
export function readOrderId(source: JsonObject): string {
  const value = source.order_id;
  if (isAbsent(value)) throw new Fault(replies.orderIdMissing);
  const id = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof id !== "string" || id.length > 255 || id.trim() === "") throw new Fault(replies.orderIdWrong);
  return id;
}

/** An amount that must be there, in minor units. Faults 30 or what `wrong` says. */
export function readRequiredAmount(value: unknown, store: Store, wrong: Reply = replies.amountWrong): bigint {
  const amount = readAmount(value, store.currency);
  if (amount === undefined) throw new Fault(wrong);
  return amount;
}

/** What was paid already; absent, null and empty are 0. Faults 31 and, when nothing is left to finance, 35. */
export function readPrepayment(value: unknown, amount: bigint, store: Store): bigint {
  if (isAbsent(value)) return 0n;
  const prepayment = readRequiredAmount(value, store, replies.prepaymentFormat);
  if (prepayment > 0n && prepayment >= amount) throw new Fault(replies.prepaymentWrong);
  return prepayment;
}

/** Faults 33 when no tariff of the store is for this amount, 34 when none has the wanted term. */
export function checkTariffs(tariffs: readonly Tariff[], financed: bigint, term: number | null): void {
  if (term !== null && !tariffs.some((tariff) => tariff.term === term)) throw new Fault(replies.termWrong);
  const wanted = term === null ? tariffs : tariffs.filter((tariff) => tariff.term === term);
  if (!wanted.some((tariff) => fits(tariff, financed))) throw new Fault(replies.outsideTariff);
}

/** The wanted number of months, or null when the shopper chooses. Faults 34. */
export function readTerm(value: unknown): number | null {
  if (isAbsent(value)) return null;
  const term = findInteger(value);
  if (term === undefined || term < 1) throw new Fault(replies.termWrong);
  return term;
}

/** A whole number, or the text of one; undefined when it is neither. */
function findInteger(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

/** An http(s) address. Faults with `missing` when there is none, which an unusable one counts as. */
export function readUrl(source: JsonObject, key: string, missing: Reply): string {
  const url = findUrl(source, key);
  if (!url) throw new Fault(missing);
  return url;
}

const longestUrl = 2_048;

/** Where the decision is called back to. Faults 40, also when nothing may be sent there. */
export function readCallbackUrl(source: JsonObject, house: House): string {
  const url = readUrl(source, "callback_url", replies.callbackMissing);
  if (!house.mayCall(url)) throw new Fault(replies.callbackMissing);
  return url;
}

/** The address under `key`, as it was sent; null when there is none that a browser or we could go to. */
export function findUrl(source: JsonObject, key: string): string | null {
  const text = textAt(source, key, longestUrl + 1);
  return text && text.length <= longestUrl && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
    ? text
    : null;
}

/** The shopper's phone with country code; null when it is absent or no phone number. */
export function findPhone(source: JsonObject, key: string, store: Store): string | null {
  const text = textAt(source, key, 30);
  return (text && parsePhone(text, store.country)) ?? null;
}

/** What the merchant knows of the shopper, to fill the form in with. */
export function readApplicant(body: JsonObject, store: Store) {
  const person = objectAt(body, "person");
  const birthOn = textAt(person, "birth_date", 10);
  return {
    phone: findPhone(body, "primary_phone", store),
    firstName: textAt(person, "first_name", 100) ?? "",
    surname: textAt(person, "surname", 100) ?? "",
    patronymic: textAt(person, "patronymic", 100) ?? "",
    birthOn: birthOn ? isoDay(birthOn) : null,
    email: textAt(body, "primary_email", 254) ?? null,
  };
}

/** The cart as it is shown in the form; lines that cannot be read are left out. */
export function readCart(value: unknown, store: Store) {
  return (Array.isArray(value) ? value : [])
    .filter(isObject)
    .slice(0, 500)
    .flatMap((line) => {
      const name = textAt(line, "name", 300);
      const price = readAmount(line.price, store.currency);
      if (!name || price === undefined) return [];
      const salePrice = readAmount(line.sale_price, store.currency);
      return {
        name,
        sku: textAt(line, "sku", 100) ?? textAt(line, "SKU", 100),
        price: String(price),
        salePrice: salePrice === undefined ? undefined : String(salePrice),
        quantity: findInteger(line.quantity) ?? null,
      };
    });
}

const defaultValidity = Temporal.Duration.from({ hours: 24 });

/** The times that a shop can mean; others cannot even be stored. */
const calendar = {
  first: Temporal.Instant.from("1970-01-01T00:00:00Z"),
  last: Temporal.Instant.from("9999-12-31T23:59:59Z"),
};

/** Until when the order may be finished; 24 hours when the shop does not say. `dd.mm.yyyy hh:mm:ss+hh:mm`, ISO
 *  8601 and `yyyy-mm-dd hh:mm:ss UTC` are read; without an offset it is the store's time. Faults 110. */
export function readValidTill(value: unknown, store: Store, now: Temporal.Instant): Temporal.Instant {
  if (isAbsent(value)) return now.add(defaultValidity);
  if (typeof value !== "string") throw new Fault(replies.timeWrong);
  const instant = findInstant(value.trim(), store.timeZone);
  if (!instant || !isWithin(calendar, instant)) throw new Fault(replies.timeWrong);
  return instant;
}

function isWithin({ first, last }: typeof calendar, instant: Temporal.Instant): boolean {
  return Temporal.Instant.compare(first, instant) <= 0 && Temporal.Instant.compare(instant, last) <= 0;
}

const dottedDay = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?=$|[ T])/;
const shape =
  /^(\d{4}-\d{2}-\d{2})(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?))?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/;

function findInstant(text: string, timeZone: string): Temporal.Instant | undefined {
  const iso = text.replace(dottedDay, (_, day: string, month: string, year: string) => {
    return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  });
  const [, day, clock = "00:00:00", zone] = iso.match(shape) ?? [];
  const time = clock.replace(/^\d:/, "0$&");
  try {
    if (!day) return undefined;
    if (!zone) return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone).toInstant();
    return Temporal.Instant.from(`${day}T${time}${/^[UG]/.test(zone) ? "Z" : zone}`);
  } catch {
    return undefined;
  }
}

function isoDay(text: string): string | null {
  try {
    const [, day, month, year] = text.match(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/) ?? [];
    const parts = { year: Number(year), month: Number(month), day: Number(day) };
    return Temporal.PlainDate.from(parts, { overflow: "reject" }).toString();
  } catch {
    return null;
  }
}
