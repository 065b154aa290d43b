/** The shop sells in the first or the second; invoices are in kronor, coffee by the month in lira, MobilePay and tea in
 *  Danish kroner, and plans in what the merchant gave them. */
export type Currency = "PLN" | "RON" | "SEK" | "EUR" | "TRY" | "DKK";

/** Reads "1", "1.5", "1.50" or the number 1.5 as minor units (all these currencies have two decimals).
 *  Returns undefined for anything that is not an exact, non-negative amount. */
export function minorUnits(amount: string | number): number | undefined {
  const match = /^(\d{1,10})(?:[.,](\d{1,2})0*)?$/.exec(String(amount).trim());
  if (!match) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

/** 129900 becomes "1299.00": no floating point on the way. */
export function decimalText(minor: number): string {
  const digits = String(minor).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** 129900 becomes "PLN 1,299.00". */
export function moneyText(minor: number, currency: Currency): string {
  const format = new Intl.NumberFormat("en-GB", { style: "currency", currency });
  return format.format(decimalText(minor) as Intl.StringNumericLiteral);
}

/** The shop's own rate: 2.60 kronor for one of its currency, up to the next whole krona. */
export function inKronor(minor: number): number {
  return Math.ceil((minor * 260) / 10_000) * 100;
}

/** The shop's own rate: 1.75 Danish kroner for one of its currency, up to the next whole krone. */
export function inKroner(minor: number): number {
  return Math.ceil((minor * 175) / 10_000) * 100;
}

// Node has JSON.rawJSON; TypeScript's library does not describe it yet.
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

/** 129900 becomes "1,299.00", for columns whose heading names the currency. */
export function figureText(minor: number): string {
  const format = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2 });
  return format.format(decimalText(minor) as Intl.StringNumericLiteral);
}

/** A JSON number written as "1299.00": JSON.stringify alone would drop the decimals, which the API asks for. */
export function decimalNumber(minor: number): unknown {
  return rawJSON(decimalText(minor));
}
