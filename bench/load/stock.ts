import type { Connection } from "./client.ts";
import { measure } from "./measure.ts";
import { cancel, finish, giveBack, type Opening, type Order, open, phoneOf, shop } from "./mokka.ts";

/** What a merchant asks of Kassa about money. */
export const verbs = ["auth", "finish", "cancel", "return"] as const;
export type Verb = (typeof verbs)[number];

export type Market = { readonly port: number; readonly stores: readonly string[] };

const preparingConnections = 32;

/** Orders that wait for their finish, cancel or return. Each has a customer of its own. */
export class Stock {
  readonly #callbackUrl: string;
  readonly #held: Order[] = [];
  readonly #finished: Order[] = [];
  readonly #run = `${process.pid}-${process.hrtime.bigint().toString(36)}`;
  #orders = 0;

  constructor(callbackUrl: string) {
    this.#callbackUrl = callbackUrl;
  }

  /** A new order at one of the stores, each in its turn. */
  opening(stores: readonly string[]): Opening {
    const number = this.#orders++;
    const order = { store: stores[number % stores.length] ?? "1", id: `${this.#run}-${number}` };
    return { order, phone: phoneOf(1_000 + number), callbackUrl: this.#callbackUrl };
  }

  /** Makes sure that so many orders are held and so many finished, through the API and the form. */
  async fill(market: Market, wanted: { readonly held: number; readonly finished: number }): Promise<void> {
    const { port, stores } = market;
    let missing = wanted.held - this.#held.length + Math.max(0, wanted.finished - this.#finished.length);
    await measure(port, preparingConnections, Infinity, async (on) => {
      if (missing-- <= 0) return false;
      const opening = this.opening(stores);
      await shop(on, opening, false);
      this.#held.push(opening.order);
      return true;
    });
    let unfinished = wanted.finished - this.#finished.length;
    await measure(port, preparingConnections, Infinity, async (on) => {
      if (unfinished-- <= 0) return false;
      await this.#finish(on);
      return true;
    });
  }

  /** One call of this kind. */
  async perform(verb: Verb, on: Connection, stores: readonly string[]): Promise<void> {
    if (verb === "auth") await open(on, this.opening(stores));
    else if (verb === "finish") await this.#finish(on);
    else if (verb === "cancel") await cancel(on, taken(this.#held));
    else await giveBack(on, taken(this.#finished));
  }

  /** Leaves the orders that are prepared as they are, for good. */
  forget(): void {
    this.#held.length = 0;
    this.#finished.length = 0;
  }

  async #finish(on: Connection): Promise<void> {
    const order = taken(this.#held);
    await finish(on, order);
    this.#finished.unshift(order);
  }
}

function taken(orders: Order[]): Order {
  const order = orders.pop();
  if (!order) throw new RangeError("no order is prepared for this call");
  return order;
}
