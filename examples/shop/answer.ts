import { z } from "zod";
import { minorUnits } from "./money.ts";

/** A refusal is an answer; no answer at all means that nobody knows whether the request was carried out. */
export type Answer<Body, Code = number> =
  | { outcome: "accepted"; body: Body }
  | { outcome: "refused"; code: Code; message: string }
  | { outcome: "unreachable"; reason: string };

/** An amount as the APIs write it, read as minor units. */
export const amount = z.union([z.string(), z.number()]).transform((value, context) => {
  const minor = minorUnits(value);
  if (minor !== undefined) return minor;
  context.addIssue({ code: "custom", message: "not an amount" });
  return z.NEVER;
});

export function unreadable(): Answer<never, never> {
  return { outcome: "unreachable", reason: "the answer could not be read" };
}
