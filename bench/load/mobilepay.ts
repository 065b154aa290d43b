import type { Answer, Connection } from "./client.ts";
import { listen } from "./receiver.ts";

const main = "/cardpassthrough-restapi/api";
const simulation =
  "/cardpassthrough-regressiontester-restapi/api/v1/product/payments/simulation/enter-phone-and-swipe";
const credentials = "x-ibm-client-id: demo-client-id\r\nx-ibm-client-secret: demo-client-secret\r\n";
const merchantId = "c3073b9d-edd0-49f2-a28d-b7ded8ff9a8b";
const run = `${process.pid}-${process.hrtime.bigint().toString(36)}`;
const users = 200;

type Callback = { readonly PaymentId: string; readonly AuthorizationAttemptId: string };

/** A payment service provider with the server that its callbacks go to. */
export class Psp {
  readonly #callbackUrl: string;
  readonly #waiting = new Map<string, (attemptId: string) => void>();
  readonly #early = new Map<string, string>();
  #asked = 0;

  private constructor(port: number) {
    this.#callbackUrl = `http://127.0.0.1:${port}/card`;
  }

  static async open(): Promise<Psp> {
    const { port } = await listen((body) => psp.#take(JSON.parse(body)));
    const psp = new Psp(port);
    return psp;
  }

  /** A payment from its beginning to its capture: asked for, approved by one of the users, its card received, the
   *  answer given, captured. */
  async pay(on: Connection): Promise<void> {
    const number = this.#asked++;
    const id = JSON.parse((await this.#ask(on, "POST", `${main}/v3/payments`, this.#payment(number))).body)
      .paymentId as string;
    const phoneNumber = `+45${40_000_000 + (number % users)}`;
    await this.#ask(on, "POST", `${simulation}/${id}`, { phoneNumber });
    const attempt = await this.#cardOf(id);
    await this.#ask(on, "PATCH", `${main}/v1/payments/${id}/authorizationattempts/${attempt}`, {
      succeeded: true,
    });
    const capture = { captureIdentifier: id, amount: 1_000, timestamp: new Date().toISOString() };
    await this.#ask(on, "POST", `${main}/v1/payments/${id}/captures`, capture);
  }

  #payment(number: number): object {
    const reference = `${run}-${number}`;
    return {
      merchantId,
      merchantName: "Demo Shop",
      merchantLogoUrl: "https://no-logo.png",
      merchantUrl: "https://shop.example.com",
      merchantOrderId: reference,
      pspReferenceId: reference,
      amount: 1_000,
      currencyCode: "DKK",
      allowedCardTypes: [{ name: "VISA-DEBIT", encryptedPanCallbackUrl: this.#callbackUrl }],
      publicKeyId: 1,
      redirectFromMobilePayUrl: "https://shop.example.com/paid",
    };
  }

  #take({ PaymentId: id, AuthorizationAttemptId: attempt }: Callback): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting) waiting(attempt);
    else this.#early.set(id, attempt);
  }

  /** The card may come before the answer to what caused it. */
  #cardOf(paymentId: string): Promise<string> {
    const early = this.#early.get(paymentId);
    this.#early.delete(paymentId);
    if (early) return Promise.resolve(early);
    return new Promise((resolve) => this.#waiting.set(paymentId, resolve));
  }

  async #ask(on: Connection, method: string, path: string, body: object): Promise<Answer> {
    const answer = await on.json(method, path, credentials, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return answer;
  }
}
