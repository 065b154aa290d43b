import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newWriter } from "../../../test/support/jars.ts";
import { newDatabase } from "../../../test/support/kassa.ts";
import { problemsOf } from "../../cli/verify.ts";
import { Keyring } from "../../platform/crypto/index.ts";
import { Reader, type Writer } from "../../platform/db/index.ts";
import { merchants, type Store, stores } from "../merchants/index.ts";
import { expire, type Payment, payments } from "../payments/index.ts";
import { Refusal, type RefusalCode } from "../refusal.ts";
import { prepareCard, storeCard } from "../vault/index.ts";
import {
  accept,
  amendPayment,
  answer,
  answerCardChange,
  answerCharge,
  askCardChange,
  cancel,
  capture,
  charge,
  initiate,
  invalidate,
  knowUser,
  mandates,
  proposeMandate,
  refund,
  reject,
  request,
  terminateMandate,
  unlikeReported,
  type Verdict,
  type WalletAttempt,
  walletAttempts,
} from "./index.ts";

const keyring = new Keyring(`1:${"11".repeat(32)}`, "ab".repeat(32));
const minute = Temporal.Duration.from({ minutes: 1 });
const expiresOn = Temporal.PlainDate.from("2037-01-31");

let database: Awaited<ReturnType<typeof newDatabase>>;
let now = Temporal.Instant.from("2027-03-01T12:00:00Z");
let writer: Writer;
let reader: Reader;
let store: Store;
let operatorId: string;
let payerId: string;
let visa: string;
let mastercard: string;
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

function next(): bigint {
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

async function addUser(phone: string, birthOn: string): Promise<string> {
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
      number: next(),
      told: { ...told, birthOn: Temporal.PlainDate.from(birthOn) },
    }),
  );
  return user.id;
}

async function addCard(pan: string): Promise<string> {
  const prepared = prepareCard(keyring, operatorId, { pan, holder: "Anna Jensen", expiresOn });
  const owner = { number: next(), payerId, currency: "DKK", isTest: true };
  return (await writer.run(async (tx) => storeCard(tx, prepared, owner))).id;
}

const terms = () => ({ operatorId, fee: 10n, holdUntil: now.add({ hours: 24 * 7 }) });

async function refusalOf(promise: Promise<unknown>): Promise<RefusalCode | undefined> {
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

function initiated(options: Options = {}): Promise<Payment> {
  const { orderId, reference, amount = 1_000n, told, mandateId, captureAtOnce = false } = options;
  const number = next();
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

const choice = (cardId: string) =>
  ({
    payerId,
    cardId,
    cardType: "VISA-DEBIT",
    means: "pan",
    masked: "411111******1111",
    letters: () => [],
  }) as const;

async function accepted(id: string, cardId = visa): Promise<WalletAttempt> {
  await writer.run((tx) => request(tx, { id, payerId }));
  return writer.run((tx) => accept(tx, { ...choice(cardId), id, minimumAge: null }));
}

const given = { reasonCode: null, reasonMessage: null, challengeUrl: null, acquirer: null };

function answered(attempt: WalletAttempt, verdict: Verdict): Promise<Payment> {
  const { id: attemptId, paymentId, merchantId } = attempt;
  const reasonCode = verdict === "failed" ? 1000 : null;
  return writer.run((tx) =>
    answer(tx, { ...given, reasonCode, attemptId, paymentId, merchantId, verdict, terms: terms() }),
  );
}

async function authorized(options: Options = {}): Promise<Payment> {
  const { id } = await initiated(options);
  return answered(await accepted(id), "succeeded");
}

const report = ({ id, merchantId, method }: Payment, amount: bigint, identifier = String(next())) => ({
  paymentId: id,
  merchantId,
  method: method as "wallet" | "mandate",
  identifier,
  amount,
  reportedAt: now,
});

const found = async (id: string) => (await reader.find(payments, { id })) as Payment;

describe("asking for a payment", () => {
  test("again with the same content is the same payment, also for a hundred twins", async () => {
    const twins = Array.from({ length: 100 }, () => initiated({ reference: "twin", orderId: "twins" }));
    expect(new Set((await Promise.all(twins)).map(({ id }) => id)).size).toBe(1);
  });

  test.each([
    ["another amount", { amount: 1_001n }],
    ["other words", { told: { merchantUrl: "https://other.example" } }],
  ])("again with %s is refused", async (_, change) => {
    const reference = `psp-${next()}`;
    await initiated({ reference });
    expect(await refusalOf(initiated({ reference, ...change }))).toBe("order_exists");
  });

  test("a fourth time with one order is refused, also at once", async () => {
    const refusals = await Promise.all(
      Array.from({ length: 5 }, () => refusalOf(initiated({ orderId: "again and again" }))),
    );
    expect(refusals.filter((code) => code === undefined)).toHaveLength(3);
    expect(refusals.filter((code) => code === "order_exhausted")).toHaveLength(2);
  });
});

describe("approving", () => {
  test("success holds the amount; the same answer again changes nothing", async () => {
    const { id } = await initiated();
    const attempt = await accepted(id);
    expect(await answered(attempt, "succeeded")).toMatchObject({ state: "authorized", authorized: 1_000n });
    expect(await answered(attempt, "succeeded")).toMatchObject({ state: "authorized" });
    expect(await refusalOf(answered(attempt, "failed"))).toBe("attempt_decided");
  });

  test("nobody approves a second time while the first has no answer, but after half a minute", async () => {
    const { id } = await initiated();
    const first = await accepted(id);
    expect(await refusalOf(accepted(id))).toBe("attempt_under_way");
    now = now.add({ seconds: 33 });
    const second = await accepted(id, mastercard);
    expect(await refusalOf(answered(first, "succeeded"))).toBe("attempt_replaced");
    expect(await answered(second, "succeeded")).toMatchObject({ state: "authorized", cardId: mastercard });
  });

  test("an answer that comes late counts while nobody has approved anew", async () => {
    const { id } = await initiated();
    const attempt = await accepted(id);
    now = now.add(minute);
    expect(await answered(attempt, "succeeded")).toMatchObject({ state: "authorized" });
  });

  test("that succeeds late is paid by whoever made it, though somebody else was asked since", async () => {
    const other = await addUser("+4587654321", "1990-01-01");
    const { id } = await initiated();
    const attempt = await accepted(id);
    now = now.add(minute);
    await writer.run((tx) => request(tx, { id, payerId: other }));
    expect(await answered(attempt, "succeeded")).toMatchObject({
      state: "authorized",
      payerId,
      cardId: visa,
    });
  });

  test("whose failure is final ends the payment, once", async () => {
    const { id } = await initiated();
    const { id: attemptId, merchantId } = await accepted(id);
    const last = { ...given, paymentId: id, attemptId, merchantId, reasonCode: 1010, isFinal: true };
    const said = () => writer.run((tx) => answer(tx, { ...last, verdict: "failed", terms: terms() }));
    expect(await said()).toMatchObject({ state: "voided", reason: "invalidated" });
    expect(await said()).toMatchObject({ state: "voided" });
    expect(await refusalOf(accepted(id))).toBe("payment_not_open");
    expect(await writer.run((tx) => invalidate(tx, { id, merchantId }))).toMatchObject({ state: "voided" });
  });

  test("of a payment that is closed asks for no more time", async () => {
    const { id } = await initiated();
    const attempt = await accepted(id);
    await answered(attempt, "step_up");
    const { expiresAt } = await found(id);
    await writer.run((tx) => reject(tx, { id, payerId }));
    await answered(attempt, "step_up");
    expect((await found(id)).expiresAt).toEqual(expiresAt);
  });

  test("a declined card leaves it open for another", async () => {
    const { id } = await initiated();
    await answered(await accepted(id), "failed");
    expect(await found(id)).toMatchObject({ state: "pending", reason: "1000" });
    expect(await answered(await accepted(id, mastercard), "succeeded")).toMatchObject({
      state: "authorized",
    });
  });

  test("3-D Secure gives fifteen minutes more, once, and locks only once the bank has seen the user", async () => {
    const { id, expiresAt } = await initiated();
    const attempt = await accepted(id);
    await answered(attempt, "step_up");
    await answered(attempt, "step_up");
    expect((await found(id)).expiresAt.since(expiresAt).total("minutes")).toBe(15);
    await answered(attempt, "stepped_up");
    now = now.add(minute);
    expect(await refusalOf(accepted(id, mastercard))).toBe("attempt_under_way");
    expect(await answered(attempt, "succeeded")).toMatchObject({ state: "authorized" });
  });

  test("is nothing for whoever is too young, was not asked, or has not this card", async () => {
    const { id } = await initiated();
    const stranger = await addUser(`+45${10_000_000n + next()}`, "2015-01-01");
    await writer.run((tx) => request(tx, { id, payerId: stranger }));
    const tried = (who: object) =>
      writer.run((tx) => accept(tx, { ...choice(visa), id, minimumAge: 18, ...who }));
    expect(await refusalOf(tried({ payerId: stranger }))).toBe("payer_too_young");
    expect(await refusalOf(tried({ payerId: stranger, minimumAge: null }))).toBe("card_not_found");
    expect(await refusalOf(tried({}))).toBe("payment_not_found");
  });

  test("ends with the time, or when user or integrator do not want it", async () => {
    const late = await initiated();
    const attempt = await accepted(late.id);
    now = now.add({ minutes: 36 });
    await writer.run((tx) => expire(tx, { id: late.id, lenderId: operatorId }));
    expect(await found(late.id)).toMatchObject({ state: "expired" });
    expect(await refusalOf(answered(attempt, "succeeded"))).toBe("payment_expired");

    const unwanted = await initiated();
    await writer.run((tx) => request(tx, { id: unwanted.id, payerId }));
    await writer.run((tx) => reject(tx, { id: unwanted.id, payerId }));
    expect(await refusalOf(accepted(unwanted.id))).toBe("payment_not_open");
  });

  test("is taken back only before the integrator was told, or after it has said no", async () => {
    const { id } = await initiated();
    const key = { id, merchantId: store.merchantId };
    const invalidated = () => writer.run((tx) => invalidate(tx, key));
    const attempt = await accepted(id);
    now = now.add(minute);
    expect(await refusalOf(invalidated())).toBe("attempt_under_way");
    await answered(attempt, "failed");
    expect(await invalidated()).toMatchObject({ state: "voided", reason: "invalidated" });
    expect(await invalidated()).toMatchObject({ state: "voided" });
    const paid = await authorized();
    expect(await refusalOf(writer.run((tx) => invalidate(tx, paid)))).toBe("attempt_succeeded");
  });
});

describe("reports", () => {
  test("count once under each identifier, which names one amount", async () => {
    const payment = await authorized();
    const captured = report(payment, 400n, "c");
    const [first, ...twins] = await Promise.all(
      Array.from({ length: 20 }, () => writer.run((tx) => capture(tx, { ...captured, terms: terms() }))),
    );
    expect(new Set(twins.map(({ id }) => id))).toEqual(new Set([first?.id]));
    expect(await found(payment.id)).toMatchObject({ captured: 400n });
    const other = { ...captured, amount: 401n, terms: terms() };
    expect(await refusalOf(writer.run((tx) => capture(tx, other)))).toBe("identifier_reused");
  });

  test("a capture that names the attempt stands for an answer that was lost", async () => {
    const { id } = await initiated();
    const attempt = await accepted(id);
    const captured = { ...report(await found(id), 1_000n), terms: terms(), attemptId: attempt.id };
    await writer.run((tx) => capture(tx, captured));
    expect(await found(id)).toMatchObject({ state: "captured", captured: 1_000n });
    expect(await reader.find(walletAttempts, { id: attempt.id })).toMatchObject({ state: "succeeded" });
  });

  test("such a capture may name an attempt before the latest, whose card it is then", async () => {
    const { id } = await initiated();
    const first = await accepted(id, visa);
    now = now.add(minute);
    const second = await accepted(id, mastercard);
    const captured = { ...report(await found(id), 1_000n), terms: terms(), attemptId: first.id };
    await writer.run((tx) => capture(tx, captured));
    expect(await found(id)).toMatchObject({
      state: "captured",
      cardId: visa,
      instrument: { attempt: first.id },
    });
    expect(await refusalOf(answered(second, "succeeded"))).toBe("attempt_replaced");
  });

  test("are what a payment's amounts are held to, also when it captures itself", async () => {
    for (const itself of [false, true]) {
      const payment = await authorized({ captureAtOnce: itself });
      if (!itself) await writer.run((tx) => capture(tx, { ...report(payment, 1_000n), terms: terms() }));
      await writer.run((tx) => refund(tx, report(payment, 300n)));
      expect(await unlikeReported(reader)).toEqual([]);
      const right = await found(payment.id);
      await writer.run(async (tx) => tx.update(payments, { ...right, refunded: 301n }));
      expect(await unlikeReported(reader)).toMatchObject([{ id: payment.id }]);
      await writer.run(async (tx) => tx.update(payments, right));
    }
  });

  test("end with the reservation, which the integrator may prolong", async () => {
    const payment = await authorized();
    const reservedUntil = now.add({ hours: 24 * 30 });
    await writer.run((tx) => amendPayment(tx, { ...payment, reservedUntil }));
    now = now.add({ hours: 24 * 29 });
    await writer.run((tx) => capture(tx, { ...report(payment, 1n), terms: terms() }));
    now = now.add({ hours: 48 });
    await writer.run((tx) => expire(tx, { id: payment.id, lenderId: operatorId }));
    expect(await found(payment.id)).toMatchObject({ state: "captured", captured: 1n, holdId: null });
  });

  test("whatever is reported in whatever order, no more is captured and cancelled than was authorized", async () => {
    const step = fc.record({
      kind: fc.constantFrom("capture", "cancel", "refund"),
      amount: fc.bigInt({ min: 1n, max: 1_200n }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const payment = await authorized();
        let [captured, cancelled, refunded] = [0n, 0n, 0n];
        for (const { kind, amount } of steps) {
          const told = report(payment, amount);
          if (kind === "capture") {
            const code = await refusalOf(writer.run((tx) => capture(tx, { ...told, terms: terms() })));
            const fits = captured + cancelled + amount <= 1_000n;
            expect(code === undefined).toBe(fits);
            if (fits) captured += amount;
          } else if (kind === "cancel") {
            const code = await refusalOf(writer.run((tx) => cancel(tx, told)));
            const fits = captured + cancelled + amount <= 1_000n;
            expect(code === undefined).toBe(fits);
            if (fits) cancelled += amount;
          } else {
            const code = await refusalOf(writer.run((tx) => refund(tx, told)));
            const fits = refunded + amount <= captured;
            expect(code === undefined).toBe(fits);
            if (fits) refunded += amount;
          }
        }
        expect(await found(payment.id)).toMatchObject({ captured, refunded });
      }),
      { numRuns: 25 },
    );
    expect(await problemsOf(reader)).toEqual([]);
  });
});

describe("a mandate", () => {
  const proposed = () =>
    writer.run(async (tx) => proposeMandate(tx, { store, reference: `agreement-${next()}`, terms: {} }));

  async function active(): Promise<string> {
    const { id } = await proposed();
    await authorized({ mandateId: id });
    return id;
  }

  function charged(mandateId: string, lastFour = "1111", reference = `mit-${next()}`) {
    const wanted = { store, reference, currency: "DKK", amount: 500n, callbackUrl: null, expiresAt: now };
    const details = { items: [], told: {} };
    return writer.run((tx) => charge(tx, { ...wanted, details, mandateId, lastFour }));
  }

  const concluded = ({ id, merchantId }: Payment, reason: string | null) =>
    writer.run((tx) => {
      const result = { reason, message: reason && "no money", acquirer: { acquirerVatNumber: "DK1" } };
      return answerCharge(tx, { id, merchantId, result, terms: terms() });
    });

  test("is active too once a capture stands for the answer to its first payment", async () => {
    const { id: mandateId } = await proposed();
    const { id } = await initiated({ mandateId });
    const attempt = await accepted(id);
    const captured = { ...report(await found(id), 1_000n), terms: terms(), attemptId: attempt.id };
    await writer.run((tx) => capture(tx, captured));
    expect(await reader.find(mandates, { id: mandateId })).toMatchObject({
      state: "active",
      payerId,
      cardId: visa,
    });
  });

  test("that is over lets nobody approve for it, now or once what is under way has failed", async () => {
    const { id: mandateId } = await proposed();
    const waiting = await initiated({ mandateId });
    const underWay = await initiated({ mandateId });
    const attempt = await accepted(underWay.id);
    await writer.run((tx) => terminateMandate(tx, { id: mandateId, merchantId: store.merchantId }));
    const closed = { state: "voided", reason: "invalidated" };
    expect(await found(waiting.id)).toMatchObject(closed);
    expect(await found(underWay.id)).toMatchObject({ state: "pending" });
    await answered(attempt, "failed");
    expect(await found(underWay.id)).toMatchObject(closed);
  });

  test("that ends while its payment is charged does not come back, and the payment is authorized", async () => {
    const { id: mandateId } = await proposed();
    const attempt = await accepted((await initiated({ mandateId })).id);
    await writer.run((tx) => terminateMandate(tx, { id: mandateId, merchantId: store.merchantId }));
    expect(await answered(attempt, "succeeded")).toMatchObject({ state: "authorized" });
    expect(await reader.find(mandates, { id: mandateId })).toMatchObject({ state: "terminated" });
  });

  test("lets its user choose another card a quarter of an hour after the bank has seen them in vain", async () => {
    const mandateId = await active();
    const ask = () => writer.run((tx) => askCardChange(tx, { ...choice(mastercard), mandateId }));
    const { id: attemptId } = await ask();
    for (const verdict of ["step_up", "stepped_up"] as const)
      await writer.run((tx) =>
        answerCardChange(tx, { ...given, mandateId, attemptId, merchantId: store.merchantId, verdict }),
      );
    now = now.add(minute);
    expect(await refusalOf(ask())).toBe("attempt_under_way");
    now = now.add({ minutes: 15 });
    expect(await refusalOf(ask())).toBeUndefined();
  });

  test("is active once its user has approved, and not before", async () => {
    const { id } = await proposed();
    expect(await refusalOf(charged(id))).toBe("mandate_not_active");
    await authorized({ mandateId: id });
    expect(await reader.find(mandates, { id })).toMatchObject({ state: "active", payerId, cardId: visa });
    expect(await charged(id)).toMatchObject({ method: "mandate", payerId, cardId: visa });
  });

  test("a charge that failed may succeed later, under the same id, and only once", async () => {
    const payment = (await charged(await active())) as Payment;
    expect(await concluded(payment, "1001")).toMatchObject({
      state: "declined",
      reason: "1001",
      instrument: { declined: { code: "1001", message: "no money" } },
      details: { additional: { acquirerVatNumber: "DK1" } },
    });
    expect(await concluded(payment, null)).toMatchObject({ state: "authorized", instrument: null });
    expect(await concluded(payment, null)).toMatchObject({ state: "authorized" });
    expect(await refusalOf(concluded(payment, "1001"))).toBe("attempt_decided");
    await writer.run((tx) => capture(tx, { ...report(payment, 500n), terms: terms() }));
    expect(await found(payment.id)).toMatchObject({ state: "captured" });
  });

  test("with another card than the integrator thinks, nothing is charged until the user has chosen one", async () => {
    const id = await active();
    expect(await charged(id, "9999")).toBeUndefined();
    expect(await charged(id)).toBeUndefined();
    const attempt = await writer.run((tx) => askCardChange(tx, { ...choice(mastercard), mandateId: id }));
    const reply = { ...given, mandateId: id, attemptId: attempt.id, merchantId: store.merchantId } as const;
    await writer.run((tx) => answerCardChange(tx, { ...reply, verdict: "succeeded" }));
    await writer.run((tx) => answerCardChange(tx, { ...reply, verdict: "succeeded" }));
    expect(await charged(id, "8031")).toMatchObject({ cardId: mastercard });
  });

  test("ends for good", async () => {
    const id = await active();
    const { merchantId } = store;
    const stranger = { id, merchantId: operatorId };
    expect(await refusalOf(writer.run((tx) => terminateMandate(tx, stranger)))).toBe("mandate_not_found");
    await writer.run((tx) => terminateMandate(tx, { id, merchantId }));
    await writer.run((tx) => terminateMandate(tx, { id, payerId }));
    expect(await refusalOf(charged(id))).toBe("mandate_not_active");
  });
});
