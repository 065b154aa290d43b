import { hash } from "node:crypto";
import type { Answer, Connection } from "./client.ts";

const authorization = `Basic ${Buffer.from("1:password").toString("base64")}`;
const run = `${process.pid}-${process.hrtime.bigint().toString(36)}`;
const card =
  "card_number=4111111111111111&card_holder=Anna+Berg&card_cvv=200&card_expiry=1240&card_type=VISA";

let orders = 0;

/** What a merchant asks about payments by card, one after the other on each connection. */
export const steps = ["pay", "authorize", "capture", "refund"] as const;
type Step = (typeof steps)[number];

/** A merchant's system on one connection, with the payments it goes on with. */
export class CardMerchant {
  readonly #on: Connection;
  #paid = 0;
  #held = 0;
  #calls = 0;

  constructor(on: Connection) {
    this.#on = on;
  }

  /** The next call in its turn. */
  async next(): Promise<void> {
    const step = steps[this.#calls++ % steps.length] as Step;
    const path = "/v1/transactions";
    if (step === "pay") this.#paid = idOf(await this.#ask("POST", path, order("")));
    else if (step === "authorize") this.#held = idOf(await this.#ask("POST", path, order("&authorize=true")));
    else if (step === "capture") await this.#ask("PUT", `${path}/${this.#held}/capture`, "amount=10.00");
    else await this.#ask("POST", "/v1/refunds", `transaction_id=${this.#paid}&amount=10.00&reason=returned`);
  }

  async #ask(method: string, path: string, fields: string): Promise<Answer> {
    const answer = await this.#on.form(method, path, authorization, fields);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return answer;
  }
}

/** A signed order of a customer of its own, to be paid by card. */
function order(more: string): string {
  const number = orders++;
  const reference = `${run}-${number}`;
  const customer = `c${number % 1_000}`;
  const signature = hash("md5", `1${reference}${customer}10.00sektestsecret`);
  return `merchant_id=1&payment_ref=${reference}&customer_ref=${customer}&amount=10.00&currency=sek&test=true&hash=${signature}&${card}${more}`;
}

function idOf({ body }: Answer): number {
  return JSON.parse(body).id;
}
