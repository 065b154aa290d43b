import { afterAll, beforeAll, expect, vi } from "vitest";
import { type Kassa, type MokkaAnswer, type MokkaOptions, openKassa } from "../../support/kassa.ts";
import { authBody, buy, identify, Shopper } from "../../support/shopper.ts";

export const paths = {
  registration: "/factoring/v1/limit/auth",
  checkout: "/factoring/v1/precheck/auth",
  finish: "/factoring/v1/precheck/finish",
  limit: "/api/external/v1/client/limit",
  status: "/factoring/v1/status",
  schedule: "/factoring/v1/schedule",
  change: "/factoring/v1/precheck/change",
  cancel: "/factoring/v1/precheck/cancel",
  return: "/factoring/v1/return",
} as const;

export type Method = keyof typeof paths;
export const methods = Object.keys(paths) as Method[];

export type Order = { readonly orderId: string; readonly phone: string; readonly amount: number };

/** How far an order can be, by what the shop or the shopper did last. */
export type Stage =
  | "opened"
  | "identified"
  | "held"
  | "finished"
  | "partly returned"
  | "returned"
  | "canceled"
  | "expired"
  | "over the limit"
  | "declined";

type Wanted = Partial<Order> & {
  readonly more?: Record<string, unknown>;
  readonly current?: Record<string, unknown>;
};

/** A shop that is connected to a Kassa of its own. */
export class Shop {
  readonly kassa: Kassa;
  #orders = 0;

  constructor(kassa: Kassa) {
    this.kassa = kassa;
  }

  /** Calls a method, by its name or path, and answers the JSON that came: always with HTTP 200. */
  async ask(
    method: Method | `/${string}`,
    body: unknown,
    options?: MokkaOptions,
  ): Promise<MokkaAnswer["json"]> {
    const path = method in paths ? paths[method as Method] : method;
    const answer = await this.kassa.mokka(path, body, options);
    expect(answer).toMatchObject({ http: 200, type: "application/json; charset=utf-8" });
    return answer.json;
  }

  /** An order that nobody knows yet, with a phone of its own. */
  newOrder(wanted: Partial<Order> = {}): Order {
    const number = ++this.#orders;
    return { orderId: `W-${number}`, phone: String(333_100_000 + number), amount: 500, ...wanted };
  }

  async currentOrder(orderId: string) {
    return (await this.ask("status", { order_id: orderId })).current_order;
  }

  /** What the customer may still spend. */
  async limitOf(phone: string): Promise<string> {
    return (await this.ask("limit", { client: { mobile_phone: phone } })).client.limit_amount;
  }

  /** Opens the order's form and confirms the phone. */
  async identified(order: Order, { more, current }: Wanted = {}): Promise<Shopper> {
    const { iframe_url } = await this.ask("checkout", authBody({ ...order, more, current }));
    const shopper = new Shopper(this.kassa);
    await shopper.open(iframe_url);
    await identify(shopper, order.phone);
    return shopper;
  }

  /** One that the document promises to be declined. */
  #blockedPhone(): string {
    return `333${String(++this.#orders).padStart(3, "0")}610`;
  }

  /** A new order, brought as far as `stage`. */
  async orderAt(stage: Stage, { more, current, ...wanted }: Wanted = {}): Promise<Order> {
    const isDeclined = stage === "declined";
    const order = this.newOrder({ ...(isDeclined && { phone: this.#blockedPhone() }), ...wanted });
    await this.#stages[stage](order, { more, current });
    return order;
  }

  readonly #hold = (order: Order, content: Wanted) => buy(this.kassa, { ...order, ...content });

  readonly #finish = async (order: Order, content: Wanted) => {
    await this.#hold(order, content);
    await this.#succeed("finish", { order_id: order.orderId, amount: order.amount });
  };

  readonly #stages: Record<Stage, (order: Order, content: Wanted) => Promise<unknown>> = {
    opened: (order, content) => this.#succeed("checkout", authBody({ ...order, ...content })),
    identified: (order, content) => this.identified(order, content),
    held: this.#hold,
    finished: this.#finish,
    "partly returned": async (order, content) => {
      await this.#finish(order, content);
      await this.#succeed("return", { order_id: order.orderId, amount: order.amount / 2 });
    },
    returned: async (order, content) => {
      await this.#finish(order, content);
      await this.#succeed("return", { order_id: order.orderId, amount: order.amount });
    },
    canceled: async (order, content) => {
      await this.#hold(order, content);
      await this.#succeed("cancel", { order_id: order.orderId });
    },
    expired: async (order, content) => {
      await this.#hold(order, content);
      await this.kassa.advance("P1DT1M");
    },
    "over the limit": async (order, content) => {
      await this.#hold({ ...order, orderId: `${order.orderId} before`, amount: 100_000 }, {});
      await this.identified(order, content);
    },
    declined: (order, content) => this.identified(order, content),
  };

  async #succeed(method: Method, body: unknown): Promise<void> {
    expect(await this.ask(method, body)).toMatchObject({ status: 0, message: "Payload valid" });
  }
}

/** One Kassa and its shop for all tests of a file; after the last one the books must be right, and whatever was
 *  answered must have been meant. */
export function useShop(): { readonly shop: Shop; readonly kassa: Kassa } {
  const opened: { shop?: Shop } = {};
  beforeAll(async () => {
    opened.shop = new Shop(await openKassa());
  });
  afterAll(async () => {
    const { kassa } = get(opened.shop);
    const problems = await kassa.problems();
    const failures = await unforeseen(kassa);
    await kassa.close();
    expect([problems, failures]).toEqual([[], []]);
  });
  return {
    get shop() {
      return get(opened.shop);
    },
    get kassa() {
      return get(opened.shop).kassa;
    },
  };
}

/** Requests that were answered with 100 and not because of a refusal: something of ours broke. */
async function unforeseen(kassa: Kassa): Promise<unknown[]> {
  await kassa.mokka(paths.status, { order_id: "the last request" });
  await vi.waitFor(
    async () => {
      const last = "select 1 from request_log where reference = 'the last request'";
      expect(await kassa.reader.query(last)).toHaveLength(1);
    },
    { timeout: 5_000 },
  );
  return kassa.reader.query(
    "select path, reference from request_log where answer = '100' and refusal is null",
  );
}

function get(shop: Shop | undefined): Shop {
  if (!shop) throw new Error("a shop is there once the tests of the file begin");
  return shop;
}
