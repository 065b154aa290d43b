import { instalments, type LoanInstalment, loans } from "../../src/core/credit/index.ts";
import { type Customer, customers } from "../../src/core/customers/index.ts";
import { type Account, type AccountCode, accountId, accounts } from "../../src/core/ledger/index.ts";
import { payments } from "../../src/core/payments/index.ts";
import { uuidOf } from "../../src/platform/ids/index.ts";
import type { Kassa, MokkaAnswer, Provider } from "./kassa.ts";
import { authBody, type OrderOptions } from "./shopper.ts";

export const lenderId = uuidOf("sandbox:lender");
export const merchantId = uuidOf("sandbox:merchant");
const storeId = uuidOf("sandbox:mokka-online:1");

/** What a shop asks of Mokka Online; each answers the status, 0 for yes. */
export class Shop {
  readonly #kassa: Provider;

  constructor(kassa: Provider) {
    this.#kassa = kassa;
  }

  async auth(options: OrderOptions): Promise<{ status: number; link: string }> {
    const { json } = await this.#kassa.mokka("/factoring/v1/precheck/auth", authBody(options));
    return { status: json.status, link: json.iframe_url };
  }

  finish(order_id: string, amount: number): Promise<number> {
    return this.#status("/factoring/v1/precheck/finish", { order_id, amount });
  }

  cancel(order_id: string): Promise<number> {
    return this.#status("/factoring/v1/precheck/cancel", { order_id });
  }

  change(order_id: string, amount: number, more: Record<string, unknown> = {}): Promise<number> {
    const cart_items = [{ name: "Something else", price: amount, quantity: 1 }];
    return this.#status("/factoring/v1/precheck/change", { order_id, amount, cart_items, ...more });
  }

  giveBack(order_id: string, amount: number): Promise<number> {
    return this.#status("/factoring/v1/return", { order_id, amount });
  }

  /** `current_order` of the Status method. */
  async order(order_id: string): Promise<MokkaAnswer["json"]> {
    return (await this.#kassa.mokka("/factoring/v1/status", { order_id })).json.current_order;
  }

  /** What the customer may still spend, in the words of the Limit method. */
  async limit(phone: string): Promise<string> {
    const asked = { client: { mobile_phone: phone } };
    return (await this.#kassa.mokka("/api/external/v1/client/limit", asked)).json.client.limit_amount;
  }

  async #status(path: string, body: object): Promise<number> {
    return (await this.#kassa.mokka(path, body)).json.status;
  }
}

/** Moves the sandbox's clock to an instant. */
export async function travelTo(kassa: Kassa, instant: string): Promise<void> {
  const payload = { travelTo: instant };
  const answer = await kassa.server.inject({ method: "POST", url: "/sandbox/clock", payload });
  if (answer.statusCode !== 200) throw new Error(answer.body);
}

/** The ledger's view of the parties of the sandbox's first store. */
export class Books {
  readonly #kassa: Kassa;

  constructor(kassa: Kassa) {
    this.#kassa = kassa;
  }

  async customer(phone: string): Promise<Customer> {
    const found = await this.#kassa.reader.find(customers, { lenderId, phone: `48${phone}` });
    if (!found) throw new Error(`nobody has the phone ${phone}`);
    return found;
  }

  /** Minor units by which debits exceed credits. */
  async owedBy(phone: string, code: AccountCode): Promise<bigint> {
    return this.#net((await this.customer(phone)).id, code);
  }

  ofLender(code: AccountCode): Promise<bigint> {
    return this.#net(lenderId, code);
  }

  ofMerchant(code: AccountCode): Promise<bigint> {
    return this.#net(merchantId, code);
  }

  /** What is held of a customer's limit, minor units. */
  async heldOf(phone: string): Promise<bigint> {
    const { id } = await this.customer(phone);
    return (await this.#account(id, "principal"))?.debitsPending ?? 0n;
  }

  async loan(reference: string) {
    const payment = await this.#kassa.reader.find(payments, { storeId, reference });
    return payment && this.#kassa.reader.find(loans, { paymentId: payment.id });
  }

  async instalments(reference: string): Promise<LoanInstalment[]> {
    const loan = await this.loan(reference);
    const rows = loan ? await this.#kassa.reader.list(instalments, { loanId: loan.id }) : [];
    return rows.toSorted((a, b) => a.number - b.number);
  }

  async #net(ownerId: string, code: AccountCode): Promise<bigint> {
    const account = await this.#account(ownerId, code);
    return account ? account.debitsPosted - account.creditsPosted : 0n;
  }

  #account(ownerId: string, code: AccountCode): Promise<Account | undefined> {
    return this.#kassa.reader.find(accounts, { id: accountId({ ownerId, code, currency: "PLN" }) });
  }
}
