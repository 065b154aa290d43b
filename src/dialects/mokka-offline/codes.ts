import type { FastifyRequest } from "fastify";
import type { Guess } from "../../core/confirmations/index.ts";
import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { type Fault, type Language, type MessageKey, unprocessable } from "./errors.ts";

const keys: Readonly<Record<Exclude<Guess, "confirmed">, MessageKey>> = {
  code_wrong: "wrong_code",
  code_expired: "code_expired",
  code_locked: "code_locked",
};

/** What is told of a code that did not do. */
export function guessProblems(attribute: string, guess: Exclude<Guess, "confirmed">): Fault {
  return unprocessable(attribute, keys[guess]);
}

const texts: Readonly<Record<Language, (code: string, shop: string) => string>> = {
  pl: (code, shop) => `${shop}: Twój kod to ${code}. Podaj go tylko sprzedawcy.`,
  en: (code, shop) => `${shop}: your code is ${code}. Tell it to the salesperson only.`,
};

export function languageOf({ store }: StoreFacts): Language {
  return store.country === "PL" ? "pl" : "en";
}

/** What an answer is worded in: what the client's browser prefers, else what the store speaks. */
export function languageFor({ headers }: FastifyRequest, facts: StoreFacts | undefined): Language {
  const [, asked] = /^\s*(pl|en)\b/i.exec(headers["accept-language"] ?? "") ?? [];
  if (asked) return asked.toLowerCase() === "pl" ? "pl" : "en";
  return facts ? languageOf(facts) : "en";
}

/** The codes for a customer, and the message that carries one. */
export function codesFor(house: House, facts: StoreFacts) {
  const write = texts[languageOf(facts)];
  return { codes: house.codes(), text: (code: string) => write(code, facts.merchant.name) };
}
