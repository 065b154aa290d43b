import { createHash } from "node:crypto";
import type { Answer, Connection } from "./client.ts";

/** The key of the sandbox's stores, and of those that the bench adds. */
export const secret = "9fff8c602b08b00323567be0001480f6";

/** An order that a merchant has opened, and where. */
export type Order = { readonly store: string; readonly id: string };

function sign(body: string): string {
  return createHash("sha1").update(body).update(secret).digest("hex");
}

/** A signed call of a store that must succeed. */
async function call(on: Connection, store: string, path: string, body: object): Promise<Answer> {
  const text = JSON.stringify(body);
  const answer = await on.post(`${path}?store_id=${store}&signature=${sign(text)}`, text);
  if (!answer.body.startsWith('{"status":0,')) throw new Error(`${path} ${text}: ${answer.body}`);
  return answer;
}

export type Opening = { readonly order: Order; readonly phone: string; readonly callbackUrl: string };

/** precheck/auth: answers the path of the form. */
export async function open(on: Connection, { order, phone, callbackUrl }: Opening): Promise<string> {
  const answer = await call(on, order.store, "/factoring/v1/precheck/auth", {
    callback_url: callbackUrl,
    redirect_url: "http://127.0.0.1:9/back",
    primary_phone: phone,
    primary_email: "jan.kowalski@example.com",
    current_order: { order_id: order.id, amount: 500 },
    cart_items: [{ sku: "1", name: "Lamp", price: 500, quantity: 1 }],
  });
  return new URL(JSON.parse(answer.body).iframe_url).pathname;
}

export async function finish(on: Connection, { store, id }: Order): Promise<void> {
  await call(on, store, "/factoring/v1/precheck/finish", { order_id: id, amount: 500, check_number: "1" });
}

export async function cancel(on: Connection, { store, id }: Order): Promise<void> {
  await call(on, store, "/factoring/v1/precheck/cancel", { order_id: id });
}

export async function giveBack(on: Connection, { store, id }: Order): Promise<void> {
  await call(on, store, "/factoring/v1/return", { order_id: id, amount: 500 });
}

export async function status(on: Connection, { store, id }: Order): Promise<void> {
  await call(on, store, "/factoring/v1/status", { order_id: id });
}

/** A test phone of a customer whom nobody refuses: the refused ones end in 6xx. */
export function phoneOf(n: number): string {
  const endings = 600;
  return `333${String(Math.floor(n / endings) % 1_000).padStart(3, "0")}${String(n % endings).padStart(3, "0")}`;
}

const form = "application/x-www-form-urlencoded";

/** Takes an order through its form up to the hold, as a shopper who is new does; `pages`: and loads every page. */
export async function shop(on: Connection, opening: Opening, pages: boolean): Promise<void> {
  let path = await open(on, opening);
  let page = pages ? await on.get(path) : undefined;
  let version = 1;
  for (const step of stepsOf(opening.phone)) {
    const session = /session=(\w+)/.exec(path)?.[1] ?? "";
    const shown = page ? Number(/name="version" value="(\d+)"/.exec(page.body)?.[1]) : version;
    const answer = await on.post(path, `${step}&version=${shown}&session=${session}`, form);
    const location = /location: (\S+)/i.exec(answer.headers)?.[1];
    if (answer.status !== 303 || !location)
      throw new Error(`${step}: ${answer.status} ${answer.body.slice(0, 2_000)}`);
    path = location;
    version += step.startsWith("action=confirm") ? 2 : 1;
    if (pages) page = await on.get(path);
  }
}

function stepsOf(phone: string): string[] {
  const surname = `Kowalski${[...phone].map((digit) => String.fromCharCode(97 + Number(digit))).join("")}`;
  const person = `first_name=Jan&surname=${surname}&birth_date=15.01.1985&primary_email=jan@example.com`;
  return [
    "action=show_questionnaire",
    `action=register&primary_phone=${phone}&${person}`,
    "action=confirm&confirmation_code=1111",
    "action=place_order&term=3",
  ];
}
