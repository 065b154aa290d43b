/** What the API's codes mean to the person at the shop, and what to do next. */
const words: Record<number, string> = {
  10: "Mokka could not read our request. This is a fault in the shop, not in the order.",
  20: "The order number was missing from our request.",
  21: "Mokka does not accept this order number.",
  22: "An order with this number has already been finished.",
  23: "The reservation has run out. The customer has to order again.",
  24: "Mokka does not know this order.",
  30: "Mokka does not accept this amount.",
  31: "Mokka does not accept the prepayment.",
  32: "The amount differs from the one the customer agreed to. Change the order first, then finish it.",
  33: "The amount is outside what can be paid in installments here.",
  34: "This number of installments is not offered.",
  35: "The prepayment is higher than the order.",
  40: "The address for Mokka's decision was missing from our request.",
  41: "The address to come back to was missing from our request.",
  50: "The shop's number was missing from our request.",
  51: "Mokka does not know this shop. Check the store id.",
  60: "Our request was not signed.",
  61: "Mokka does not accept our signature. Check the secret key.",
  62: "Mokka could not store the receipt.",
  70: "The order was started with another phone number.",
  71: "The customer's limit is too low for this amount. Keep the old amount, or cancel the order.",
  80: "The order is already finished or canceled, so it cannot be finished.",
  81: "The order is already finished or canceled, so it cannot be canceled. Return a finished order instead.",
  82: "The order is already finished or canceled, so it cannot be changed.",
  90: "The list of items was missing from our request.",
  100: "Mokka cannot answer at the moment. Try again a little later.",
  110: "Mokka could not read how long the order is valid.",
};

export function refusalWords(code: number): string {
  return words[code] ?? "Mokka refused without a reason that we know.";
}
