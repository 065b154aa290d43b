import type { House } from "../../../core/house.ts";
import { isObject } from "../../toolkit/json.ts";
import type { FieldErrors } from "../problem.ts";

/** A merchant's own pages are shown, not called. */
const free: readonly string[] = ["merchantUrl", "merchantWebsiteUrl"];

/** The addresses in a request that may not be used: outside of the sandbox all must be https, and what is called must be
 *  public (document: "All provided urls MUST be https"). */
export function forbiddenAddresses(told: unknown, house: Pick<House, "isSandbox" | "mayCall">): FieldErrors {
  if (house.isSandbox) return {};
  const wrong = addressesIn(told).filter(({ name, url }) =>
    /callbackurl$/i.test(name) ? !house.mayCall(url) : /^http:/i.test(url),
  );
  return Object.fromEntries(
    wrong.map(({ field }) => [field, [`The ${field} field must be https and publicly available.`]]),
  );
}

type Address = { readonly field: string; readonly name: string; readonly url: string };

function addressesIn(told: unknown, prefix = ""): Address[] {
  if (Array.isArray(told)) return told.flatMap((item, i) => addressesIn(item, `${prefix}[${i}]`));
  if (!isObject(told)) return [];
  return Object.entries(told).flatMap(([name, value]) => {
    const field = prefix ? `${prefix}.${name}` : name;
    if (typeof value !== "string") return addressesIn(value, field);
    return name.endsWith("Url") && !free.includes(name) ? [{ field, name, url: value }] : [];
  });
}
