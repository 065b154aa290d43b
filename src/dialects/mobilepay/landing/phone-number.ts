import { parsePhone } from "../../../core/customers/index.ts";
import { prefixes } from "../../../pages/wallet/index.ts";

const countries: Readonly<Record<(typeof prefixes)[number], string>> = { "45": "DK", "358": "FI" };

/** A phone as it is entered: the country code that was chosen, and what was typed, which may have one of its own.
 *  Like +4512345678; undefined: it is no number. */
export function readEntered({ prefix, phone }: { prefix: string; phone: string }): string | undefined {
  const known = prefixes.find((code) => code === prefix) ?? "45";
  if (phone.length > 40) return undefined;
  const digits = parsePhone(phone, countries[known]);
  return digits && `+${digits}`;
}

/** Of a phone with its plus, the two fields of the form. One from elsewhere is typed whole. */
export function splitPhone(phone: string | undefined, country = "DK"): { prefix: string; number: string } {
  const here = country === "FI" ? "358" : "45";
  const prefix = prefixes.find((code) => phone?.startsWith(`+${code}`));
  return prefix && phone
    ? { prefix, number: phone.slice(prefix.length + 1) }
    : { prefix: here, number: phone ?? "" };
}

/** The phone that a link fills in: 004512345678, %2B4512345678, or with a plus that was read as a blank. */
export function readAlias(alias: string | undefined): string | undefined {
  const told = (alias ?? "").replace(/^ (?=\d)/, "+");
  return told === "" ? undefined : readEntered({ prefix: "45", phone: told });
}
