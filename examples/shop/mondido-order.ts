import type { Fields, MondidoAccount } from "./mondido.ts";
import { requestHash } from "./mondido-hash.ts";
import { decimalText } from "./money.ts";
import { askedAmount, boughtLines, type Order } from "./orders.ts";

/** Percent of value added tax, in the price. */
const vatRates = { PLN: 23, RON: 19, SEK: 25, TRY: 20, EUR: 21, DKK: 25 };

/** An order as Mondido wants it: the form's hidden fields, and what the API takes. */
export function paymentFields(account: MondidoAccount, order: Order, shopUrl: string): Fields {
  const { purchase, customer } = order;
  const { currency, customerRef, plan, method, isReserved } = purchase;
  const { merchantId, isTest } = account;
  const { reference } = order;
  const amount = askedAmount(order);
  const webhook = { url: `${shopUrl}/mondido/webhook`, http_method: "post", data_format: "json" };
  return {
    merchant_id: merchantId,
    payment_ref: reference,
    customer_ref: customerRef,
    amount: decimalText(amount),
    currency: currency.toLowerCase(),
    test: String(isTest),
    hash: requestHash(account, { reference, customerRef, amount, currency }, isTest),
    success_url: `${shopUrl}/orders/${order.id}/paid`,
    error_url: `${shopUrl}/orders/${order.id}/unpaid`,
    metadata: JSON.stringify({ order: order.id, user: { email: customer.email } }),
    webhook: JSON.stringify(["payment", "refund"].map((trigger) => ({ ...webhook, trigger }))),
    ...(isReserved && { authorize: "true" }),
    ...(plan ? { plan_id: plan.id } : { items: JSON.stringify(items(order)) }),
    ...(method === "invoice" && { payment_method: "invoice", payment_details: JSON.stringify(payer(order)) }),
  };
}

/** An item's amount is that of the whole line; together they are what is to be paid. */
function items(order: Order): object[] {
  return boughtLines(order).map(({ sku, name, quantity, lineTotal }) => ({
    artno: sku,
    description: name,
    amount: decimalText(lineTotal),
    qty: String(quantity),
    vat: String(vatRates[order.purchase.currency]),
    discount: "0",
  }));
}

/** What the shop knows of who gets the invoice; the window asks for the rest. */
function payer({ customer }: Order): object {
  const { firstName, surname, email, phone } = customer;
  return {
    first_name: firstName,
    last_name: surname,
    email,
    phone,
    country_code: "SWE",
    segmentation: "b2c",
  };
}
