import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { newDatabase } from "../support/kassa.ts";
import { overHttp, startProgram } from "../support/program.ts";
import { type Fields, Merchant, visa } from "../wire/mondido/merchant.ts";

/** Cards whose numbers and codes are nowhere else by chance. */
const amex: Fields = { ...visa, card_type: "AMEX", card_number: "378282246310005", card_cvv: "8642" };
const challenged: Fields = { ...amex, card_type: "VISA", card_number: "4000000010000018", card_cvv: "864" };
const real: Fields = { ...amex, card_type: "MASTERCARD", card_number: "5454545454545454", card_cvv: "975" };
const numbers = [amex, challenged, real].map(({ card_number = "" }) => card_number);

test("a card's number is in the vault only, sealed, and its code nowhere: not in the database, a log, a callback, a page", async () => {
  const database = await newDatabase();
  onTestFinished(() => database.drop());
  const told = await useListener();
  const program = await startProgram({ DATABASE_URL: database.url, LOG_LEVEL: "trace" });
  onTestFinished(() => program.kill());
  const merchant = new Merchant(overHttp(program.address));
  const shop = {
    success_url: "http://127.0.0.1:9/ok",
    error_url: "http://127.0.0.1:9/no",
    webhook: JSON.stringify({ url: told.url, trigger: "payment", http_method: "post", data_format: "json" }),
  };

  const shown: string[] = [];
  const remember = ({ text, headers }: { text: string; headers: object }) => {
    shown.push(text, JSON.stringify(headers));
  };
  const post = (path: string, fields: Fields) =>
    merchant.send("POST", path, new URLSearchParams(fields).toString(), {
      "content-type": "application/x-www-form-urlencoded",
    });

  remember(await merchant.pay({ ...amex, ...shop, store_card: "true", customer_ref: "a" }));
  remember(await merchant.pay({ ...amex, ...shop, card_expiry: "9999" }));
  remember(await merchant.pay({ ...amex, ...shop, hash: "wrong" }));
  remember(await merchant.pay({ ...real, ...shop, test: "false", store_card: "true", customer_ref: "a" }));
  remember(await merchant.call("POST", "/v1/stored_cards", { ...amex, currency: "sek", test: "true" }));
  remember(
    await merchant.call("POST", `/v1/stored_cards?card_cvv=8642`, { ...amex, currency: "nok", test: "true" }),
  );
  remember(
    await merchant.send("POST", "/v1/transactions", `{"card_number":"${numbers[0]}","card_cvv":"8642",`, {
      "content-type": "application/json",
    }),
  );
  const prepared = await merchant.call(
    "POST",
    "/v1/transactions",
    merchant.order({ ...shop, process: "false" }),
  );
  const window = new URL(prepared.json.href).pathname;
  remember(await post(window, { ...amex, card_expiry: "1399" }));
  remember(await post(window, { ...amex, card_number: `${numbers[0]}1` }));
  remember(await post(window, challenged));
  remember(await merchant.call("GET", window));
  await expect.poll(() => told.bodies.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  remember(await merchant.call("GET", "/sandbox/messages"));
  await program.terminate();

  const stored = await everyRowOf(database.url);
  for (const masked of ["378282******0005", "545454******5454"]) expect(stored).toContain(masked);
  for (const [place, text] of Object.entries({
    database: stored,
    log: program.printed(),
    callbacks: told.bodies.join("\n"),
    answers: shown.join("\n"),
  })) {
    for (const number of numbers)
      expect([place, number, text.includes(number)]).toEqual([place, number, false]);
    for (const code of ["8642"]) expect([place, code, hasWord(text, code)]).toEqual([place, code, false]);
  }
}, 60_000);

/** Whether a code stands by itself, not within an id or an amount. */
function hasWord(text: string, code: string): boolean {
  return new RegExp(`(?<![\\w.:+-])${code}(?![\\w.:+-])`).test(text);
}

/** All rows of all tables as text, each under its table's columns. */
async function everyRowOf(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows: tables } = await client.query(
      "select tablename from pg_tables where schemaname not like 'pg_%' and schemaname <> 'information_schema' and schemaname = 'public'",
    );
    const texts: string[] = [];
    for (const { tablename } of tables) {
      const { rows } = await client.query(
        `select row_to_json(t)::text as row from ${client.escapeIdentifier(tablename)} t`,
      );
      texts.push(...rows.map(({ row }) => row));
    }
    return texts.join("\n");
  } finally {
    await client.end();
  }
}

/** Somebody who takes webhooks and keeps what they say. */
async function useListener(): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = JSON.stringify(request.headers) + request.url;
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, bodies };
}
