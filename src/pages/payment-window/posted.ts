type Posted = Readonly<Record<string, string>>;

export const invoiceFields = [
  "country_code",
  "ssn",
  "company_name",
  "first_name",
  "last_name",
  "address_1",
  "address_2",
  "zip",
  "city",
  "email",
  "phone",
] as const;

const cardFields = ["card_number", "card_type", "card_cvv", "card_expiry", "card_holder", "store_card"];

/** What a window posted, in the parameters that the document names. Our own window says in `pay_with` what was
 *  chosen: `new_card`, `invoice` or `card:<token>`; without scripts it also posts the fields of the others,
 *  which are left out here. `expMM` and `expYY` become `card_expiry` where that is missing. */
export function documentedParams(posted: Posted): Record<string, string> {
  const { pay_with: choice, expMM = "", expYY = "", ...params } = posted;
  if (choice?.startsWith("card:")) {
    const others = without(params, [...cardFields, ...invoiceFields, "segmentation"]);
    return { ...others, card_number: choice.slice(5), card_type: "STORED_CARD" };
  }
  if (choice === "invoice") return { ...without(params, cardFields), payment_method: "invoice" };
  const expiry = params.card_expiry || (expMM || expYY ? twoDigits(expMM) + twoDigits(expYY) : "");
  const chosen = choice === "new_card" ? without(params, [...invoiceFields, "segmentation"]) : params;
  return {
    ...chosen,
    ...(choice === "new_card" && { payment_method: "credit_card" }),
    ...(expiry && { card_expiry: expiry }),
  };
}

function twoDigits(text: string): string {
  return text.trim().padStart(2, "0").slice(-2);
}

function without(params: Posted, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)));
}
