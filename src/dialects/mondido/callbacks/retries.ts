import type { Failure } from "../../dialect.ts";

/** Twenty, each about half as long again as the one before, together about two days (document, "Important"; the steps
 *  are ours). */
const pauses = [
  "PT10S",
  "PT20S",
  "PT40S",
  "PT1M",
  "PT2M",
  "PT3M",
  "PT5M",
  "PT10M",
  "PT15M",
  "PT20M",
  "PT30M",
  "PT45M",
  "PT1H",
  "PT1H30M",
  "PT2H30M",
  "PT4H",
  "PT6H",
  "PT8H",
  "PT10H",
  "PT13H",
].map((pause) => Temporal.Duration.from(pause));

/** After an error of the merchant's server, and after no answer at all, a webhook is tried again; any other answer is
 *  one, and final (document, "Important"; that silence counts as an error of the server is ours). */
export function retryAfter(attempts: number, { outcome, status }: Failure): Temporal.Duration | null {
  const isServerError = status !== null && status >= 500;
  const isSilence = outcome === "timeout" || outcome === "connection";
  return isServerError || isSilence ? (pauses[attempts - 1] ?? null) : null;
}
