import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { isCountry } from "../core/customers/index.ts";
import { type StoreKeys, saveStore, stores } from "../core/merchants/index.ts";
import { isCurrency, parseDecimal } from "../core/money/index.ts";
import { type Config, ConfigError } from "../platform/config/index.ts";
import { createKeyPair, Seal } from "../platform/crypto/index.ts";
import type { Reader } from "../platform/db/index.ts";
import { randomToken } from "../platform/ids/index.ts";
import { readContract } from "./contract.ts";
import { atDesk } from "./desk.ts";

const usage = `kassa store --number 7 --name "My shop" [--dialect mokka-online] [--currency PLN] [--country PL]
  [--time-zone Europe/Warsaw] [--secret KEY] [--tariffs FILE.json] [--merchant ID] [--[no-]accept-escaped-signature]
  [--[no-]dotted-dates]
  [--merchant-number 0002] [--address "Main street 1"] [--trader 470] [--[no-]error-map]
  [--password API-PASSWORD] [--fee-percent 2.5] [--locale en] [--[no-]error-object]
  [--retry-days 1,3,5,7 | none] [--after-retries cancel|pause|continue] [--alert-email me@shop.example]
  [--most-tries 10] [--[no-]invoices] [--[no-]accept-legacy-hash]   (mondido)
  [--username USER] [--secret PASSWORD] [--notification-url URL] [--[no-]refuse-twin-steps]
  [--contract CONTRACT.json] [--locale tr]   (moka)

FILE.json holds a list such as
  [{"number": 103, "kind": "installments", "term": 3, "minimum": "50.00", "maximum": "10000.00",
    "monthlyRatePercent": 1, "commissionPercent": 3}]`;

const options = {
  number: { type: "string" },
  name: { type: "string" },
  dialect: { type: "string", default: "mokka-online" },
  currency: { type: "string", default: "PLN" },
  country: { type: "string", default: "PL" },
  "time-zone": { type: "string", default: "Europe/Warsaw" },
  secret: { type: "string" },
  tariffs: { type: "string" },
  merchant: { type: "string" },
  "accept-escaped-signature": { type: "boolean" },
  "dotted-dates": { type: "boolean" },
  "merchant-number": { type: "string" },
  address: { type: "string" },
  trader: { type: "string" },
  "error-map": { type: "boolean" },
  password: { type: "string" },
  "fee-percent": { type: "string" },
  locale: { type: "string" },
  "error-object": { type: "boolean" },
  "retry-days": { type: "string" },
  "after-retries": { type: "string" },
  "alert-email": { type: "string" },
  "most-tries": { type: "string" },
  invoices: { type: "boolean" },
  "accept-legacy-hash": { type: "boolean" },
  username: { type: "string" },
  "notification-url": { type: "string" },
  "refuse-twin-steps": { type: "boolean" },
  contract: { type: "string" },
} as const;

/** What would fail only at a shopper's form if it were wrong here, or never be found by a client. */
const place = z.object({
  dialect: z.enum(["mokka-online", "mokka-offline", "mondido", "moka"]),
  number: z
    .string()
    .regex(/^(?!0\d)[\w-]{1,64}$/, "must be letters and digits, up to 64, without a zero in front"),
  currency: z.string().refine(isCurrency, "must be an ISO 4217 code such as PLN"),
  country: z.string().refine(isCountry, "must be an ISO 3166 code such as PL"),
  "time-zone": z.string().refine(isTimeZone, "must be a time zone such as Europe/Warsaw"),
  "fee-percent": z.coerce.number("must be 0 to 100").min(0).max(100).optional(),
  locale: z.enum(["en", "sv", "tr"]).optional(),
  "retry-days": z
    .string()
    .transform(readDays)
    .refine((days) => days !== undefined, "must be days that grow, such as 1,3,5,7, or none")
    .optional(),
  "after-retries": z.enum(["cancel", "pause", "continue"], "must be cancel, pause or continue").optional(),
  "alert-email": z.email("must be an e-mail address").optional(),
  "most-tries": z.coerce
    .number("must be 1 to 1000")
    .int("must be 1 to 1000")
    .min(1, "must be 1 to 1000")
    .max(1000, "must be 1 to 1000")
    .optional(),
  "notification-url": z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional(),
});

/** At most as many days, and as often, as anybody waits for money. */
const [longestWait, mostRetries] = [365, 30];

/** Days after a first attempt, in their order; undefined when the text tells none. */
function readDays(text: string): readonly number[] | undefined {
  if (text === "none") return [];
  const days = text.split(",").map((day) => (/^\d{1,3}$/.test(day) ? Number.parseInt(day, 10) : 0));
  const isGrowing = days.every((day, i) => day > (days[i - 1] ?? 0) && day <= longestWait);
  return isGrowing && days.length <= mostRetries ? days : undefined;
}

const percent = z.number().min(0).max(100);

const tariffFile = z.array(
  z.strictObject({
    number: z.int().positive(),
    kind: z.enum(["installments", "bnpl"]).default("installments"),
    term: z.int().min(1).max(120),
    minimum: z.string(),
    maximum: z.string().optional(),
    monthlyRatePercent: percent.default(0),
    commissionPercent: percent.default(0),
    overpaymentStep: z.string().optional(),
    instalmentStep: z.string().optional(),
    every: z.enum(["month", "30days"]).default("month"),
    weekends: z.enum(["keep", "monday"]).default("keep"),
  }),
);

/** `kassa store`: creates or changes a store; prints its number and key. Works while Kassa runs. */
export async function runStore(config: Config, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options, allowNegative: true });
  if (!values.number || !values.name) throw new ConfigError(usage);
  const parsed = place.safeParse(values);
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((i) => `--${i.path.join()}: ${i.message}`).join("\n"));
  const { number, dialect, currency, country, locale, "fee-percent": feePercent } = parsed.data;
  const { "retry-days": retryDays, "after-retries": afterRetries } = parsed.data;
  const { "alert-email": alertEmail, "most-tries": mostTries } = parsed.data;
  if (dialect === "mondido" && !/^\d{1,15}$/.test(number))
    throw new ConfigError("--number: must be digits, because Mondido's clients read it as a number");
  const { name } = values;
  const secret = values.secret ?? randomToken(16);
  const tariffs = values.tariffs ? await readTariffs(values.tariffs, currency) : [];
  const told = {
    acceptEscapedSignature: values["accept-escaped-signature"],
    dottedDates: values["dotted-dates"],
    merchantNumber: values["merchant-number"],
    address: values.address,
    traderId: values.trader,
    errorMap: values["error-map"],
    errorObject: values["error-object"],
    username: values.username,
    notificationUrl: values["notification-url"],
    refuseTwinSteps: values["refuse-twin-steps"],
    contract: values.contract === undefined ? undefined : await readContract(values.contract),
    invoices: values.invoices,
    acceptLegacyHash: values["accept-legacy-hash"],
    retryDays,
    afterRetries,
    alertEmail,
    mostTries,
    locale,
    feePpm: feePercent === undefined ? undefined : Math.round(feePercent * 10_000),
  };
  const settings = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));

  await atDesk(config, async ({ writer, reader, secretKey }) => {
    const seal = new Seal(secretKey);
    const sealedSecret = seal.seal(secret);
    const keys = dialect === "mondido" ? await keysOf(reader, seal, number, values.password) : undefined;
    const sealedKeys = keys ? seal.seal(JSON.stringify(keys)) : null;
    const facts = { number, name, dialect, currency, country, sealedSecret, sealedKeys, settings, tariffs };
    const owner = values.merchant ? { merchantId: values.merchant } : {};
    const replacesSecret = values.secret !== undefined;
    const sheet = { ...facts, ...owner, replacesSecret, timeZone: values["time-zone"] };
    const store = await writer.run((tx) => saveStore(tx, sheet));
    const key = store.sealedSecret === sealedSecret ? secret : "(unchanged)";
    const access = keys ? ` password=${keys.password}` : "";
    process.stdout.write(
      `store_id=${store.number} secret_key=${key}${access} merchant=${store.merchantId}\n${keys?.publicKey ?? ""}`,
    );
  });
}

/** A Mondido merchant's password and key pair: as they are, but for a new password, or made now. */
async function keysOf(reader: Reader, seal: Seal, number: string, password?: string): Promise<StoreKeys> {
  const known = await reader.find(stores, { dialect: "mondido", number });
  if (!known?.sealedKeys) return { password: password ?? randomToken(16), ...(await createKeyPair()) };
  const keys = JSON.parse(seal.open(known.sealedKeys)) as StoreKeys;
  return password === undefined ? keys : { ...keys, password };
}

async function readTariffs(file: string, currency: string) {
  const parsed = tariffFile.safeParse(JSON.parse(await readFile(file, "utf8")));
  if (!parsed.success) throw new ConfigError(z.prettifyError(parsed.error));
  return parsed.data.map(({ monthlyRatePercent, commissionPercent, ...offer }) => ({
    ...offer,
    minimum: amount(offer.minimum, currency),
    maximum: offer.maximum === undefined ? null : amount(offer.maximum, currency),
    monthlyRatePpm: partsPerMillion(monthlyRatePercent),
    commissionPpm: partsPerMillion(commissionPercent),
    overpaymentStep: offer.overpaymentStep ? amount(offer.overpaymentStep, currency) : 1n,
    instalmentStep: offer.instalmentStep ? amount(offer.instalmentStep, currency) : 1n,
  }));
}

function amount(text: string, currency: string): bigint {
  const minor = parseDecimal(text, currency);
  if (minor === undefined || minor < 0n) throw new ConfigError(`${text} is no amount of ${currency}`);
  return minor;
}

function partsPerMillion(percentage: number): bigint {
  return BigInt(Math.round(percentage * 10_000));
}

function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(Intl.DateTimeFormat("en", { timeZone }));
  } catch {
    return false;
  }
}
