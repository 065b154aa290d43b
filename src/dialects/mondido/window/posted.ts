import type { JsonObject } from "../../toolkit/json.ts";

const most = 100;
const longest = 1_000;
/** What no template is to print, or has elsewhere. */
const kept = /^(?!card_|exp(MM|YY)$|hash$|encrypted$|secret$|password$)\w{1,64}$/;

/** The plain parameters that a payment is opened with, for templates: every one is a variable there (document,
 *  "Payment Form"). */
export function postedOf(params: JsonObject): Record<string, string> {
  const texts = Object.entries(params).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" && kept.test(entry[0]) && entry[1].length <= longest,
  );
  return Object.fromEntries(texts.slice(0, most));
}
