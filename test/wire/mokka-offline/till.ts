import { afterAll, beforeAll, expect } from "vitest";
import { agentStores, agents } from "../../../src/core/agents/index.ts";
import { tariffs } from "../../../src/core/credit/index.ts";
import { stores } from "../../../src/core/merchants/index.ts";
import { uuidOf } from "../../../src/platform/ids/index.ts";
import { tillAgent } from "../../../src/sandbox/index.ts";
import { type Kassa, openKassa } from "../../support/kassa.ts";

export const base = "/api/loans/v1";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type Answer = {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: each test reads the answer as it expects it to be
  readonly json: any;
};

type Sent = {
  /** Sent as it is when it is text, else as JSON; nothing is sent without one. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What the document's new customer tells; the papers' check digits are right. */
export const filip = {
  first_name: "Filip",
  last_name: "TestRevo",
  birth_date: "09-07-1920",
  confirmation_code: "1111",
  email: "test@revo.pl",
  id_documents: { polish_id: { number: "OWK104876" }, polish_pesel: { number: "20070942507" } },
  gdpr_acceptance: { credit_bureaus: "1", regulations: "1", personal_data: "1" },
  provider_data: {},
};

export type Sale = {
  readonly token: string;
  readonly phone: string;
  readonly amount: number;
  readonly barcode: string;
  readonly guid: string;
};

/** A till of the sandbox, at which an agent has logged in. */
export class Till {
  readonly kassa: Kassa;
  readonly store: string;
  readonly session: string;
  static #phones = 0;

  constructor(kassa: Kassa, session: string, store = "422") {
    this.kassa = kassa;
    this.session = session;
    this.store = store;
  }

  static async logIn(kassa: Kassa, login = tillAgent.login, store = "422"): Promise<Till> {
    const user = { login, password: tillAgent.password };
    const { json } = await new Till(kassa, "").call("POST", "/sessions", { user });
    return new Till(kassa, json.user.authentication_token, store);
  }

  /** A call of the agent's, with a JSON body. */
  call(method: Method, path: string, body?: unknown): Promise<Answer> {
    return this.send(method, base + path, { body });
  }

  get(path: string): Promise<Answer> {
    return this.call("GET", path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.call("POST", path, body);
  }

  async send(method: Method, url: string, { body, headers }: Sent = {}): Promise<Answer> {
    const payload = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const authorization = this.session ? { authorization: this.session } : {};
    const json = body === undefined ? {} : { "content-type": "application/json; charset=UTF-8" };
    const answer = await this.kassa.server.inject({
      method,
      url,
      headers: { ...authorization, ...json, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const { statusCode: status, body: text, headers: got } = answer;
    const type = String(got["content-type"]);
    return {
      status,
      type,
      text,
      headers: got,
      json: type.startsWith("application/json") ? JSON.parse(text) : undefined,
    };
  }

  /** A phone that nobody has yet. */
  newPhone(ending?: string): string {
    const number = String(++Till.#phones).padStart(3, "0");
    return `48333${number}${ending ?? "001"}`;
  }

  /** A new loan request; answers its path. */
  async request(amount: number, phone = this.newPhone(), more: object = {}): Promise<string> {
    const loan_request = { store_id: this.store, mobile_phone: phone, amount, ...more };
    const { status, json, text } = await this.post("/loan_requests", { loan_request });
    if (status !== 200) throw new Error(text);
    return `/loan_requests/${json.loan_request.token}`;
  }

  /** A loan request of a customer who has just been created. */
  async registered(amount: number, phone = this.newPhone(), more: object = {}): Promise<string> {
    const path = await this.request(amount, phone, more);
    expectEmpty(await this.post(`${path}/client/confirmation`));
    const answer = await this.post(`${path}/client`, { client: filip });
    expect([answer.status, answer.json.client.decision]).toEqual([200, "approved"]);
    return path;
  }

  async approved(amount: number, term_id = 176, phone = this.newPhone(), more: object = {}): Promise<string> {
    const path = await this.registered(amount, phone, more);
    expectEmpty(await this.post(`${path}/loan`, { term_id }));
    return path;
  }

  finalize(path: string, loan: object = {}): Promise<Answer> {
    const told = { agree_processing: "1", confirmation_code: "1111", agree_sms_info: true, ...loan };
    return this.post(`${path}/loan/finalization`, { loan: told });
  }

  /** Sells to a new customer, up to the barcode. */
  async sell(amount: number, term_id = 176, phone = this.newPhone(), more: object = {}): Promise<Sale> {
    const path = await this.approved(amount, term_id, phone, more);
    const { status, json, text } = await this.finalize(path);
    if (status !== 200) throw new Error(text);
    const { barcode } = json.loan_application;
    return { token: path.split("/").at(-1) ?? "", phone, amount, barcode, guid: json.offer_id };
  }

  /** A return that has still to be confirmed. */
  async bringBack(order_id: string, amount: number | string, more: object = {}): Promise<Answer> {
    await this.post(`/orders/${order_id}/send_return_confirmation_code`);
    const told = { order_id, confirmation_code: "1111", amount, store_id: this.store, ...more };
    return this.post("/returns", { return: told });
  }

  async order(guid: string) {
    const { json } = await this.get(`/orders?store_id=${this.store}&filters[guid]=${guid}`);
    return json.orders[0];
  }
}

/** 200 with no content, as the provider's server has it. */
export function expectEmpty(answer: Answer, status = 200): void {
  const type = expect.stringMatching(/^text\/html/);
  expect(answer).toMatchObject({ status, text: "", type });
}

/** 422 in the document's form, about one attribute. */
export function expectUnprocessable(answer: Answer, attribute: string | undefined, type?: string): void {
  expect(answer).toMatchObject({ status: 422, type: "application/json; charset=utf-8" });
  expect(answer.json).toEqual({
    error: { code: 422, type: "unprocessable_entity" },
    errors: [{ attribute, type: type ?? expect.any(String), message: expect.stringMatching(/./) }],
  });
}

/** One more store of the same merchant, `423`, with an agent of its own. */
export async function openSecondTill(kassa: Kassa): Promise<Till> {
  const login = "second@test.pl";
  const [first, agent] = await Promise.all([
    kassa.reader.find(stores, { dialect: "mokka-offline", number: "422" }),
    kassa.reader.find(agents, { login: tillAgent.login }),
  ]);
  if (!first || !agent) throw new Error("the sandbox has a till");
  const offers = await kassa.reader.list(tariffs, { storeId: first.id });
  await kassa.house.write(async (tx) => {
    const settings = { ...first.settings, merchantNumber: "0003" };
    const store = tx.insert(stores, { ...first, id: uuidOf("second store"), number: "423", settings });
    for (const offer of offers)
      tx.insert(tariffs, { ...offer, id: uuidOf(`second ${offer.number}`), storeId: store.id });
    const second = tx.insert(agents, { ...agent, id: uuidOf("second agent"), login, failures: 0 });
    tx.insert(agentStores, { agentId: second.id, storeId: store.id });
  });
  return Till.logIn(kassa, login, "423");
}

/** Has a store tell what is wrong as a map. Before the first request: settings are remembered for a while. */
export async function tellErrorsAsMap(kassa: Kassa): Promise<void> {
  await kassa.house.write(async (tx) => {
    const store = await tx.lock(stores, { dialect: "mokka-offline", number: "422" });
    if (store) tx.update(stores, { ...store, settings: { ...store.settings, errorMap: true } });
  });
}

/** One Kassa and its till for all tests of a file; after the last one the books must be right. */
export function useTill(): { readonly till: Till; readonly kassa: Kassa } {
  const opened: { till?: Till } = {};
  beforeAll(async () => {
    opened.till = await Till.logIn(await openKassa());
  });
  afterAll(async () => {
    const { kassa } = get(opened.till);
    await expectRightBooks(kassa);
    await kassa.close();
  });
  return {
    get till() {
      return get(opened.till);
    },
    get kassa() {
      return get(opened.till).kassa;
    },
  };
}

export async function expectRightBooks(kassa: Kassa): Promise<void> {
  expect(await kassa.problems()).toEqual([]);
  const { body } = await kassa.server.inject({ method: "GET", url: "/sandbox/ledger" });
  const balances: { balanced: boolean }[] = JSON.parse(body).trialBalance;
  expect(balances.every(({ balanced }) => balanced)).toBe(true);
}

function get(till: Till | undefined): Till {
  if (!till) throw new Error("a till is there once the tests of the file begin");
  return till;
}
