import { STATUS_CODES } from "node:http";
import type { Attempt, AttemptOutcome } from "../../core/deliveries/index.ts";

const longestBody = 500;

/** What there is to say where nobody answered. */
const silences: Readonly<Record<AttemptOutcome, string>> = {
  delivered: "Sent",
  status: "Refused",
  answer: "Refused",
  timeout: "No answer in time",
  connection: "No connection",
  forbidden_address: "This address may not be called",
};

/** What came of the latest try, in the document's form ("response"): the code as text, and what Ruby would have
 *  called the failure. */
export function webhookResponse({ outcome, status, answer }: Pick<Attempt, "outcome" | "status" | "answer">) {
  const message = status === null ? silences[outcome] : (STATUS_CODES[status] ?? silences[outcome]);
  return {
    code: status === null ? null : String(status),
    body: answer.slice(0, longestBody),
    message,
    error: outcome === "delivered" ? null : errorName(outcome, message),
  };
}

function errorName(outcome: AttemptOutcome, message: string): string {
  return outcome === "status" ? `Net::HTTP${message.replaceAll(/[^a-z]/gi, "")}` : outcome;
}
