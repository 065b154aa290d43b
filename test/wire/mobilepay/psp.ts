import { constants, generateKeyPairSync, privateDecrypt } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { type Kassa, openKassa, secretKey, vaultKeys } from "../../support/kassa.ts";
import type { Call, Receiver } from "../../support/receiver.ts";
import { Contract, prefixes, readDocument } from "./openapi.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Fields = Readonly<Record<string, unknown>>;

export type Answer = {
  readonly http: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test reads the answer as it expects it to be
  readonly json: any;
};

export type Account = {
  readonly id: string;
  readonly secret: string;
  readonly merchantId: string;
  readonly publicKeyId: number;
  /** PEM. */
  readonly privateKey: string;
};

/** The integrator of the sandbox. */
export const demo: Account = {
  id: "demo-client-id",
  secret: "demo-client-secret",
  merchantId: "c3073b9d-edd0-49f2-a28d-b7ded8ff9a8b",
  publicKeyId: 1,
  privateKey: readFileSync(new URL("../../../src/sandbox/demo-psp-key.pem", import.meta.url), "utf8"),
};

/** How an operator runs Kassa. */
export const live = {
  KASSA_MODE: "live",
  KASSA_SECRET_KEY: secretKey,
  KASSA_VAULT_KEYS: vaultKeys,
  PUBLIC_URL: "https://pay.example.com",
};

export const nobody = "00000000-0000-4000-8000-000000000000";
export const phone = "+4512345678";

/** A payment service provider that speaks to the API. What it says and is told is held to the OpenAPI document. */
export class Psp {
  readonly kassa: Kassa;
  readonly account: Account;
  readonly contract: Contract;
  #count = 0;

  constructor(kassa: Kassa, contract: Contract, account: Account = demo) {
    this.kassa = kassa;
    this.contract = contract;
    this.account = account;
  }

  /** One call of the main service, or of another by its whole path. */
  async call(
    method: Method,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await this.send(
      method,
      path,
      body === undefined ? undefined : JSON.stringify(body),
      headers,
    );
    const { http: status, type, json } = answer;
    const url = urlOf(path);
    expect(this.contract.problemsOf({ method, url, body, status, type, answer: json })).toEqual([]);
    return answer;
  }

  /** One call as it is. */
  async send(
    method: Method,
    path: string,
    payload?: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const { id, secret } = this.account;
    const answer = await this.kassa.server.inject({
      method,
      url: urlOf(path),
      headers: {
        "x-ibm-client-id": id,
        "x-ibm-client-secret": secret,
        ...(payload !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    });
    const text = answer.body;
    return {
      http: answer.statusCode,
      type: String(answer.headers["content-type"] ?? ""),
      headers: answer.headers,
      text,
      json: text === "" ? undefined : JSON.parse(text),
    };
  }

  /** The body of a call that has to succeed. */
  async ask(method: Method, path: string, body?: unknown): Promise<Answer["json"]> {
    const { http, text, json } = await this.call(method, path, body);
    if (http >= 300) throw new Error(`${method} ${path} answered ${http} ${text}`);
    return json;
  }

  /** A name that was not used yet. */
  name(what: string): string {
    this.#count += 1;
    return `${what}-${this.account.id.slice(-6)}-${this.#count}`;
  }

  /** What is asked for; the callbacks come to `/callback/pan`, `/callback/token`, … of the receiver. */
  order(receiver: Pick<Receiver, "url">, more: Fields = {}): Fields {
    return {
      merchantId: this.account.merchantId,
      merchantName: "Gedekid og Smoothies",
      ...this.orderless(receiver),
      ...more,
    };
  }

  /** The same for an agreement, whose merchant is known. */
  orderless({ url }: Pick<Receiver, "url">, more: Fields = {}): Fields {
    return {
      merchantLogoUrl: "https://no-logo.png",
      merchantOrderId: this.name("order"),
      merchantUrl: "https://gedekid.example.com",
      pspReferenceId: this.name("psp"),
      amount: 1000,
      currencyCode: "DKK",
      allowedCardTypes: [{ name: "DANKORT", encryptedPanCallbackUrl: `${url}/pan` }],
      publicKeyId: this.account.publicKeyId,
      redirectFromMobilePayUrl: "https://gedekid.example.com/done",
      failedPaymentCallbackUrl: `${url}/failed`,
      ...more,
    };
  }

  async initiate(receiver: Pick<Receiver, "url">, more: Fields = {}): Promise<string> {
    return (await this.ask("POST", "/api/v3/payments", this.order(receiver, more))).paymentId;
  }

  /** The user enters the phone and swipes. */
  swipe(paymentId: string, more: Fields = {}): Promise<Answer> {
    return this.call("POST", swipePath(paymentId), { phoneNumber: phone, ...more });
  }

  /** A payment whose user has accepted, and what the integrator was told. */
  async accepted(
    receiver: Receiver,
    more: Fields = {},
  ): Promise<{ paymentId: string; attemptId: string; callback: Call["json"] }> {
    const paymentId = await this.initiate(receiver, more);
    return { paymentId, ...(await this.accept(receiver, paymentId)) };
  }

  /** The user accepts; resolves once the card has come. */
  async accept(receiver: Receiver, paymentId: string, more: Fields = {}) {
    const before = receiver.calls.length;
    const { http, text } = await this.swipe(paymentId, more);
    if (http !== 200) throw new Error(`the swipe answered ${http} ${text}`);
    await receiver.received(before + 1);
    const callback = receiver.calls[before]?.json;
    const attemptId: string = callback.AuthorizationAttemptId ?? callback.authorizationAttemptId;
    return { attemptId, callback };
  }

  answer(paymentId: string, attemptId: string, result: Fields = { succeeded: true }): Promise<Answer> {
    return this.call("PATCH", `/api/v1/payments/${paymentId}/authorizationattempts/${attemptId}`, result);
  }

  /** A payment that is authorized. */
  async authorized(receiver: Receiver, more: Fields = {}): Promise<string> {
    const { paymentId, attemptId } = await this.accepted(receiver, more);
    expect((await this.answer(paymentId, attemptId)).http).toBe(204);
    return paymentId;
  }

  /** A capture, cancel or refund. `mit`: of a charge under an agreement. */
  report(
    kind: "capture" | "cancel" | "refund",
    paymentId: string,
    { amount = 1000, identifier = this.name(kind), mit = false, ...more }: ReportFields = {},
  ): Promise<Answer> {
    const base = mit ? "/api/v3/recurring/payments/merchant-initiated" : "/api/v1/payments";
    const body = { amount, [`${kind}Identifier`]: identifier, timestamp: this.now(), ...more };
    return this.call("POST", `${base}/${paymentId}/${kind}s`, body);
  }

  now(): string {
    return this.kassa.house.now().toString();
  }

  /** What an encrypted card holds. */
  decrypt(encrypted: string): string {
    const key = {
      key: this.account.privateKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: "sha256",
    };
    return privateDecrypt(key, Buffer.from(encrypted, "base64")).toString();
  }
}

type ReportFields = Fields & {
  readonly amount?: number;
  readonly identifier?: string;
  readonly mit?: boolean;
};

export function failure(reasonCode: number, more: Fields = {}): Fields {
  return { succeeded: false, reasonCode, reasonMessage: `because of ${reasonCode}`, ...more };
}

export function swipePath(paymentId: string): string {
  return `${prefixes.simulation}/api/v1/product/payments/simulation/enter-phone-and-swipe/${paymentId}`;
}

export const credentialsPath = `${prefixes.onboarding}/api/v1/credentials`;

function urlOf(path: string): string {
  return path.startsWith("/cardpassthrough") || path.startsWith("/sandbox")
    ? path
    : `${prefixes.main}${path}`;
}

/** A Kassa with its demo integrator. Close it. */
export async function openPsp(environment?: Record<string, string>): Promise<Psp> {
  const kassa = await openKassa(environment);
  return new Psp(kassa, new Contract(await readDocument(kassa)));
}

/** Another integrator, with credentials, a key and a merchant of its own. */
export async function addNeighbour({ kassa, contract }: Psp): Promise<Psp> {
  const stranger = new Psp(kassa, contract);
  const { clientId: id, clientSecret: secret } = await stranger.ask("POST", credentialsPath);
  const pair = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const account = { id, secret, merchantId: "", publicKeyId: 0, privateKey: pair.privateKey };
  const known = new Psp(kassa, contract, account);
  const { publicKeyId } = (await known.send("POST", "/sandbox/mobilepay/keys", pair.publicKey)).json;
  const { merchantId } = await known.ask("POST", "/api/v1/merchants", merchantSheet());
  return new Psp(kassa, contract, { ...account, publicKeyId, merchantId });
}

/** The document's example. */
export function merchantSheet(more: Fields = {}): Fields {
  return {
    externalId: "aarhus-trading-20018",
    merchantCategoryCode: 1234,
    name: "Gedekid og Smoothies",
    billingCurrency: "DKK",
    countryCode: "DK",
    vatNumber: "11102248",
    ...more,
  };
}
