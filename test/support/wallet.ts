import { afterAll, beforeAll } from "vitest";
import { merchants, type Store, stores } from "../../src/core/merchants/index.ts";
import { type Payment, payments } from "../../src/core/payments/index.ts";
import { Refusal, type RefusalCode } from "../../src/core/refusal.ts";
import { prepareCard, storeCard } from "../../src/core/vault/index.ts";
import {
  accept,
  answer,
  initiate,
  knowUser,
  request,
  type Verdict,
  type WalletAttempt,
} from "../../src/core/wallet/index.ts";
import { Keyring } from "../../src/platform/crypto/index.ts";
import { Reader, type Writer } from "../../src/platform/db/index.ts";
import { newWriter } from "./jars.ts";
import { newDatabase } from "./kassa.ts";

// A wallet with one user and two cards, on a database of the file that imports this, whose clock moves when told.

const keyring = new Keyring(`1:${"11".repeat(32)}`, "ab".repeat(32));
export const minute = Temporal.Duration.from({ minutes: 1 });
const expiresOn = Temporal.PlainDate.from("2037-01-31");

let database: Awaited<ReturnType<typeof newDatabase>>;
export let now = Temporal.Instant.from("2027-03-01T12:00:00Z");
export let writer: Writer;
export let reader: Reader;
export let store: Store;
export let operatorId: string;
export let payerId: string;
export let visa: string;
export let mastercard: string;
let counted = 0n;

beforeAll(async () => {
  database = await newDatabase();
  writer = newWriter({ databaseUrl: database.url, now: () => now });
  reader = new Reader(database.url);
  operatorId = await addMerchant("Wallet");
  const merchantId = await addMerchant("PSP");
  store = await addStore(merchantId);
  payerId = await addUser("+4512345678", "2000-05-05");
  visa = await addCard("4111111111111111");
  mastercard = await addCard("5226603115488031");
});

afterAll(async () => {
  await Promise.all([writer?.close(), reader?.close()]);
  await database?.drop();
});

/** Moves the clock of this file. */
export function pass(duration: Temporal.Duration | Temporal.DurationLike): void {
  now = now.add(duration);
}

export function nextNumber(): bigint {
  counted += 1n;
  return counted;
}

function addMerchant(name: string): Promise<string> {
  return writer.run(async (tx) => {
    const id = tx.id();
    return tx.insert(merchants, { id, lenderId: id, name, createdAt: tx.now }).id;
  });
}

function addStore(merchantId: string): Promise<Store> {
  const place = { dialect: "mobilepay", name: "Shop", currency: "DKK", country: "DK" } as const;
  return writer.run(async (tx) => {
    const id = tx.id();
    const rest = { timeZone: "Europe/Copenhagen", sealedSecret: "", sealedKeys: null, settings: {} };
    return tx.insert(stores, { ...place, ...rest, id, number: id, merchantId });
  });
}

export async function addUser(phone: string, birthOn: string): Promise<string> {
  const told = {
    firstName: "Anna",
    surname: "Jensen",
    email: "anna@example.com",
    language: "da",
    addresses: [],
  };
  const { user } = await writer.run((tx) =>
    knowUser(tx, {
      merchantId: operatorId,
      phone,
      number: nextNumber(),
      told: { ...told, birthOn: Temporal.PlainDate.from(birthOn) },
    }),
  );
  return user.id;
}

async function addCard(pan: string): Promise<string> {
  const prepared = prepareCard(keyring, operatorId, { pan, holder: "Anna Jensen", expiresOn });
  const owner = { number: nextNumber(), payerId, currency: "DKK", isTest: true };
  return (await writer.run(async (tx) => storeCard(tx, prepared, owner))).id;
}

export const terms = () => ({ operatorId, fee: 10n, holdUntil: now.add({ hours: 24 * 7 }) });

export async function refusalOf(promise: Promise<unknown>): Promise<RefusalCode | undefined> {
  return promise.then(
    () => undefined,
    (error) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );
}

type Options = {
  orderId?: string;
  reference?: string;
  amount?: bigint;
  told?: object;
  mandateId?: string;
  captureAtOnce?: boolean;
};

export function initiated(options: Options = {}): Promise<Payment> {
  const { orderId, reference, amount = 1_000n, told, mandateId, captureAtOnce = false } = options;
  const number = nextNumber();
  return writer.run((tx) =>
    initiate(tx, {
      store,
      reference: reference ?? `psp-${number}`,
      orderId: orderId ?? `order-${number}`,
      currency: "DKK",
      amount,
      details: { items: [], told: { ...told }, captureAtOnce },
      callbackUrl: null,
      expiresAt: now.add({ minutes: 35 }),
      mandateId: mandateId ?? null,
    }),
  );
}

export const choice = (cardId: string) =>
  ({
    payerId,
    cardId,
    cardType: "VISA-DEBIT",
    means: "pan",
    masked: "411111******1111",
    letters: () => [],
  }) as const;

export async function accepted(id: string, cardId = visa): Promise<WalletAttempt> {
  await writer.run((tx) => request(tx, { id, payerId }));
  return writer.run((tx) => accept(tx, { ...choice(cardId), id, minimumAge: null }));
}

export const given = { reasonCode: null, reasonMessage: null, challengeUrl: null, acquirer: null };

export function answered(attempt: WalletAttempt, verdict: Verdict): Promise<Payment> {
  const { id: attemptId, paymentId, merchantId } = attempt;
  const reasonCode = verdict === "failed" ? 1000 : null;
  return writer.run((tx) =>
    answer(tx, { ...given, reasonCode, attemptId, paymentId, merchantId, verdict, terms: terms() }),
  );
}

export async function authorized(options: Options = {}): Promise<Payment> {
  const { id } = await initiated(options);
  return answered(await accepted(id), "succeeded");
}

export const report = (
  { id, merchantId, method }: Payment,
  amount: bigint,
  identifier = String(nextNumber()),
) => ({
  paymentId: id,
  merchantId,
  method: method as "wallet" | "mandate",
  identifier,
  amount,
  reportedAt: now,
});

export const found = async (id: string) => (await reader.find(payments, { id })) as Payment;
