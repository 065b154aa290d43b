import { createHash } from "node:crypto";
import type { Answer, Connection } from "./client.ts";

const secret = "9fff8c602b08b00323567be0001480f6";

function sign(body: string): string {
  return createHash("sha1").update(body).update(secret).digest("hex");
}

/** A signed call that must succeed. */
export async function call(connection: Connection, path: string, body: object): Promise<Answer> {
  const text = JSON.stringify(body);
  const answer = await connection.post(`${path}?store_id=1&signature=${sign(text)}`, text);
  if (!answer.body.startsWith('{"status":0,')) throw new Error(`${path} ${text}: ${answer.body}`);
  return answer;
}

export function order(orderId: string, phone: string) {
  return {
    callback_url: "http://127.0.0.1:9/callback",
    redirect_url: "http://127.0.0.1:9/back",
    primary_phone: phone,
    primary_email: "jan.kowalski@example.com",
    current_order: { order_id: orderId, amount: 500 },
    cart_items: [{ sku: "1", name: "Lamp", price: 500, quantity: 1 }],
  };
}

const runId = Date.now().toString(36);
let orders = 0;

export function newOrderId(): string {
  return `${runId}-${orders++}`;
}

/** A test phone of a customer whom nobody refuses: the refused ones end in 6xx. */
export function phoneOf(n: number): string {
  const endings = 600;
  return `333${String(Math.floor(n / endings) % 1_000).padStart(3, "0")}${String(n % endings).padStart(3, "0")}`;
}

const form = "application/x-www-form-urlencoded";

type Steps = { readonly phone: string; readonly pages: boolean };

/** Opens an order and takes its form up to the hold, as a shopper does; `pages`: and loads every page. */
export async function shop(connection: Connection, orderId: string, { phone, pages }: Steps): Promise<void> {
  const opened = await call(connection, "/factoring/v1/precheck/auth", order(orderId, phone));
  let path = new URL(JSON.parse(opened.body).iframe_url).pathname;
  let page = pages ? await connection.get(path) : undefined;
  const surname = `Kowalski${[...phone].map((digit) => String.fromCharCode(97 + Number(digit))).join("")}`;
  const person = `first_name=Jan&surname=${surname}&birth_date=15.01.1985&primary_email=jan@example.com`;
  const steps = [
    `action=show_questionnaire`,
    `action=register&primary_phone=${phone}&${person}`,
    "action=confirm&confirmation_code=1111",
    "action=place_order&term=3",
  ];
  let version = 1;
  for (const step of steps) {
    const session = /session=(\w+)/.exec(path)?.[1] ?? "";
    const shown = page ? Number(/name="version" value="(\d+)"/.exec(page.body)?.[1]) : version;
    const answer = await connection.post(path, `${step}&version=${shown}&session=${session}`, form);
    const location = /location: (\S+)/i.exec(answer.headers)?.[1];
    if (answer.status !== 303 || !location)
      throw new Error(`${step}: ${answer.status} ${answer.body.slice(0, 2_000)}`);
    path = location;
    version += step.startsWith("action=confirm") ? 2 : 1;
    if (pages) page = await connection.get(path);
  }
}

export async function finish(connection: Connection, orderId: string): Promise<void> {
  await call(connection, "/factoring/v1/precheck/finish", {
    order_id: orderId,
    amount: 500,
    check_number: "1",
  });
}
