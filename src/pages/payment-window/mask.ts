type Details = { readonly [name: string]: unknown };

/** How many signs of each detail are hidden at its start and its end; `keepFirst` hides all but the first.
 *  The rules are those of the document's examples (Hosted Window, "payment_details.mask_…"): `Robert`,
 *  `O*******`, `170**`, `**öjel Stora Hajdes 7**`, `Spån**`. */
const rules = {
  first_name: { start: 0, end: 0 },
  last_name: "keepFirst",
  zip: { start: 0, end: 2 },
  address_1: { start: 2, end: 2 },
  address_2: { start: 2, end: 2 },
  city: { start: 0, end: 2 },
} as const;

/** The `mask_…` texts of payment details; null where a detail is missing. */
export function maskDetails(details: Details): Record<`mask_${keyof typeof rules}`, string | null> {
  const masked = Object.entries(rules).map(([name, rule]) => {
    const value = details[name];
    const missing = value === undefined || value === null || value === "";
    return [`mask_${name}`, missing ? null : mask(String(value), rule)];
  });
  return Object.fromEntries(masked);
}

function mask(text: string, rule: (typeof rules)[keyof typeof rules]): string {
  const signs = [...text];
  const { start, end } = rule === "keepFirst" ? { start: 0, end: signs.length - 1 } : rule;
  const last = signs.length - end;
  return signs.map((sign, at) => (at < start || at >= last ? "*" : sign)).join("");
}
