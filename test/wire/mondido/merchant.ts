import { createHash } from "node:crypto";
import type { Provider } from "../../support/kassa.ts";

export const secret = "secret";
export const basic = `Basic ${Buffer.from("1:password").toString("base64")}`;

export type Fields = Readonly<Record<string, string>>;

export type MondidoAnswer = {
  readonly http: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test reads the answer as it expects it to be
  readonly json: any;
};

/** A card that pays, and where it is good until. */
export const visa: Fields = {
  card_number: "4111111111111111",
  card_holder: "Anna Berg",
  card_cvv: "200",
  card_expiry: "1240",
  card_type: "VISA",
};

let references = 0;

/** A merchant's system that speaks to the API, as merchant 1 of the sandbox. */
export class Merchant {
  readonly kassa: Pick<Provider, "server">;

  constructor(kassa: Pick<Provider, "server">) {
    this.kassa = kassa;
  }

  /** An order as shops send it, signed; `more` is added or, where undefined, left out. */
  order(more: Readonly<Record<string, string | undefined>> = {}): Fields {
    references += 1;
    const order = {
      merchant_id: "1",
      payment_ref: `R${references}`,
      amount: "10.00",
      currency: "sek",
      test: "true",
      ...more,
    };
    const hash = more.hash ?? orderHash(order);
    const fields = { ...order, hash: "hash" in more ? more.hash : hash };
    return Object.fromEntries(
      Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
    );
  }

  /** One call, form-encoded, with the merchant's credentials. */
  async call(
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    fields: Fields = {},
    headers: Fields = {},
  ): Promise<MondidoAnswer> {
    const body = new URLSearchParams(fields).toString();
    return this.send(method, path, body, {
      "content-type": "application/x-www-form-urlencoded",
      authorization: basic,
      ...headers,
    });
  }

  /** One call as it is. */
  async send(
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    body: string | Buffer,
    headers: Fields,
  ): Promise<MondidoAnswer> {
    const answer = await this.kassa.server.inject({
      method,
      url: path,
      ...(body.length > 0 && { payload: body }),
      headers,
    });
    return { http: answer.statusCode, headers: answer.headers, text: answer.body, json: parsed(answer.body) };
  }

  /** A payment by card, at once. */
  pay(more: Readonly<Record<string, string | undefined>> = {}): Promise<MondidoAnswer> {
    return this.call("POST", "/v1/transactions", this.order({ ...visa, ...more }));
  }
}

/** The hash of an order's fields, by the document. */
export function orderHash(
  fields: Readonly<Record<string, string | undefined>>,
  merchantsSecret = secret,
): string {
  const {
    merchant_id = "",
    payment_ref = "",
    customer_ref = "",
    amount = "",
    currency = "",
    test = "",
  } = fields;
  const mode = test === "true" || test === "test" ? "test" : "";
  return md5(
    merchant_id + payment_ref + customer_ref + amount + currency.toLowerCase() + mode + merchantsSecret,
  );
}

export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
