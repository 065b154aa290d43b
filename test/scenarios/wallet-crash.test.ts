import { expect, onTestFinished, test, vi } from "vitest";
import { problemsOf } from "../../src/cli/verify.ts";
import { payments } from "../../src/core/payments/index.ts";
import { walletAttempts } from "../../src/core/wallet/index.ts";
import { Reader } from "../../src/platform/db/index.ts";
import { newDatabase } from "../support/kassa.ts";
import { startProgram } from "../support/program.ts";
import { type Receiver, useReceiver } from "../support/receiver.ts";
import { prefixes } from "../wire/mobilepay/openapi.ts";
import { type Answer, demo, phone, swipePath } from "../wire/mobilepay/psp.ts";

/** `KASSA_CRASHES=200 npm test -- test/scenarios/wallet-crash.test.ts` tries longer. */
const crashes = Number(process.env.KASSA_CRASHES ?? 4);
const usersAtOnce = 8;

/** What an integrator knows of one payment: its own name of it, and what was acknowledged. */
type Known = {
  readonly reference: string;
  paymentId?: string;
  isSwiped: boolean;
  captureId?: string;
  refundId?: string;
};

test("a program that is killed between a swipe, its callback and the answer loses nothing and does nothing twice", async () => {
  const database = await newDatabase();
  onTestFinished(() => database.drop());
  const receiver = await useReceiver();
  const known: Known[] = [];
  for (let crash = 0; crash < crashes; crash++) {
    const program = await startProgram({ DATABASE_URL: database.url });
    onTestFinished(() => program.kill());
    const psp = new Caller(program.address, receiver);
    const working = Array.from({ length: usersAtOnce }, () => keepPaying(psp, known, `crash-${crash}`));
    const before = refunded(known);
    await vi.waitFor(() => expect(refunded(known)).toBeGreaterThan(before + 1), { timeout: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, (crash * 137) % 400));
    psp.isOver = true;
    await program.kill();
    await Promise.all(working);
  }

  const program = await startProgram({ DATABASE_URL: database.url });
  onTestFinished(() => program.kill());
  const psp = new Caller(program.address, receiver);
  await psp.ask("POST", "/sandbox/clock", { advance: "PT1M" });
  for (const { isSwiped, paymentId = "" } of known)
    if (isSwiped)
      await vi.waitFor(() => expect(psp.attemptsOf(paymentId)).not.toEqual([]), { timeout: 8_000 });
  expect(refunded(known)).toBeGreaterThan(crashes);
  for (const each of known) await finish(psp, each);
  await program.terminate();

  const reader = new Reader(database.url);
  onTestFinished(() => reader.close());
  expect(await problemsOf(reader)).toEqual([]);
  for (const { paymentId = "" } of known) {
    const payment = await reader.find(payments, { id: paymentId });
    expect(payment).toMatchObject({ state: "captured", captured: 1_000n, refunded: 400n });
    const attempts = await reader.list(walletAttempts, { paymentId });
    expect(attempts.filter(({ state }) => state === "succeeded").length).toBe(1);
  }
}, 120_000);

/** How many payments have come to their end. */
function refunded(known: readonly Known[]): number {
  return known.filter(({ refundId }) => refundId).length;
}

/** An integrator over the network. What it repeats is what it has said before, to the letter. */
class Caller {
  readonly #address: string;
  readonly #receiver: Receiver;
  /** Nobody is there to call any more. */
  isOver = false;

  constructor(address: string, receiver: Receiver) {
    this.#address = address;
    this.#receiver = receiver;
  }

  async call(method: string, path: string, body: unknown): Promise<Pick<Answer, "http" | "json">> {
    const url = path.startsWith("/api") ? `${prefixes.main}${path}` : path;
    const answer = await fetch(this.#address + url, {
      method,
      headers: {
        "content-type": "application/json",
        "x-ibm-client-id": demo.id,
        "x-ibm-client-secret": demo.secret,
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { http: answer.status, json: text === "" ? undefined : JSON.parse(text) };
  }

  async ask(method: string, path: string, body: unknown): Promise<Answer["json"]> {
    const { http, json } = await this.call(method, path, body);
    expect(http, `${method} ${path} ${JSON.stringify(json)}`).toBeLessThan(300);
    return json;
  }

  initiate(reference: string) {
    return this.ask("POST", "/api/v3/payments", {
      merchantId: demo.merchantId,
      merchantName: "Gedekid og Smoothies",
      merchantLogoUrl: "https://no-logo.png",
      merchantOrderId: reference,
      merchantUrl: "https://gedekid.example.com",
      pspReferenceId: reference,
      amount: 1000,
      currencyCode: "DKK",
      allowedCardTypes: [{ name: "DANKORT", encryptedPanCallbackUrl: `${this.#receiver.url}/pan` }],
      publicKeyId: demo.publicKeyId,
      redirectFromMobilePayUrl: "https://gedekid.example.com/done",
    });
  }

  swipe(paymentId: string) {
    return this.call("POST", swipePath(paymentId), { phoneNumber: phone });
  }

  /** The attempts that the integrator was told of, in the order they came. */
  attemptsOf(paymentId: string): string[] {
    const told = this.#receiver.calls.filter(({ json }) => json.PaymentId === paymentId);
    return told.map(({ json }) => json.AuthorizationAttemptId);
  }

  /** Waits until the card has come; undefined when nobody is there any more. */
  async attemptOf(paymentId: string): Promise<string | undefined> {
    for (;;) {
      const attemptId = this.attemptsOf(paymentId).at(-1);
      if (attemptId ?? this.isOver) return attemptId;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  succeed(paymentId: string, attemptId: string) {
    const path = `/api/v1/payments/${paymentId}/authorizationattempts/${attemptId}`;
    return this.ask("PATCH", path, { succeeded: true });
  }

  report(kind: "capture" | "refund", paymentId: string, amount: number) {
    const timestamp = "2026-11-21T10:00:00Z";
    const body = { amount, [`${kind}Identifier`]: "only", timestamp };
    return this.ask("POST", `/api/v1/payments/${paymentId}/${kind}s`, body);
  }
}

/** Pays, captures and gives a part back, again and again, until nobody answers any more. */
async function keepPaying(psp: Caller, known: Known[], round: string): Promise<void> {
  try {
    while (!psp.isOver) {
      const one: Known = { reference: `${round}-${known.length}`, isSwiped: false };
      known.push(one);
      const { paymentId } = await psp.initiate(one.reference);
      one.paymentId = paymentId;
      one.isSwiped = (await psp.swipe(paymentId)).http === 200;
      const attemptId = await psp.attemptOf(paymentId);
      if (!attemptId) return;
      await psp.succeed(paymentId, attemptId);
      one.captureId = (await psp.report("capture", paymentId, 1000)).captureId;
      one.refundId = (await psp.report("refund", paymentId, 400)).refundId;
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Says all of it once more: what was acknowledged is as it was, and what was not comes to its end. */
async function finish(psp: Caller, known: Known): Promise<void> {
  const { paymentId } = await psp.initiate(known.reference);
  expect(paymentId).toBe(known.paymentId ?? paymentId);
  known.paymentId = paymentId;
  if (psp.attemptsOf(paymentId).length === 0) await psp.swipe(paymentId);
  const attemptId = await psp.attemptOf(paymentId);
  await psp.succeed(paymentId, attemptId ?? "");
  const { captureId } = await psp.report("capture", paymentId, 1000);
  expect(captureId).toBe(known.captureId ?? captureId);
  const { refundId } = await psp.report("refund", paymentId, 400);
  expect(refundId).toBe(known.refundId ?? refundId);
}
