/** What payments are made in, by ISO 4217 number (document, "Initiate payment"). */
const numbers: Readonly<Record<string, string>> = {
  "208": "DKK",
  "978": "EUR",
  "578": "NOK",
  "752": "SEK",
  "840": "USD",
  "826": "GBP",
};

/** What merchants are billed in (facts 5). */
const billing: readonly string[] = ["DKK", "EUR", "SEK", "NOK"];

/** The letters of a payment's currency, told by letters or number; undefined when payments are not made in it. */
export function readCurrency(text: string): string | undefined {
  const told = text.trim().toUpperCase();
  return Object.hasOwn(numbers, told)
    ? numbers[told]
    : Object.values(numbers).find((known) => known === told);
}

export function readBillingCurrency(text: string): string | undefined {
  const currency = readCurrency(text);
  return currency !== undefined && billing.includes(currency) ? currency : undefined;
}
