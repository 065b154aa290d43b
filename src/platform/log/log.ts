import { type LevelWithSilent, type Logger, pino } from "pino";

const secrets = [
  "secret",
  "secretKey",
  "secret_key",
  "password",
  "signature",
  "authorization",
  "token",
  "code",
];
const cardData = ["number", "pan", "cvv", "cvc", "card_number", "card_cvv"];

/** Structured logs on standard output. Secrets and card data are removed wherever they are named as such. */
export function createLog(level: LevelWithSilent): Logger {
  const paths = [...secrets, ...cardData].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({ level, redact: { paths, censor: "[removed]" } });
}

export type { Logger } from "pino";
