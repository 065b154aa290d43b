import type { CartItem, CheckoutRequest } from "./mokka.ts";
import { decimalNumber } from "./money.ts";
import { type Line, lineProducts, type Order } from "./orders.ts";

const shopTimeZone = "Europe/Warsaw";

export type ShopAddresses = { public: string; previousUrl: string };

/** Everything the document's checkout example shows that a shop without customer accounts can know. */
export function checkoutRequest(
  order: Order,
  earlier: Order[],
  addresses: ShopAddresses,
  holdHours: number,
): CheckoutRequest {
  const { firstName, surname, phone, email } = order.customer;
  const person = { first_name: firstName, surname, patronymic: "" };
  const bought = earlier.filter((one) => one.state === "finished" || one.state === "refunded");
  const sum = decimalNumber(bought.reduce((total, one) => total + one.amount, 0));
  return {
    terms_url: `${addresses.public}/installments`,
    callback_url: `${addresses.public}/mokka/callback`,
    checkout_url: `${addresses.public}/cart`,
    redirect_url: `${addresses.public}/orders/${order.id}/return`,
    authorized_client: false,
    primary_phone: phone,
    primary_email: email,
    skip_result_page: true,
    current_order: {
      order_id: order.id,
      amount: decimalNumber(order.amount),
      tax_amount: decimalNumber(0),
      discount_amount: decimalNumber(0),
      prepayment_amount: decimalNumber(0),
      ...(holdHours > 0 && { valid_till: validTill(order.placedAt.add({ hours: holdHours })) }),
    },
    person,
    cart_items: cartItems(order.lines),
    delivery_info: {
      ...person,
      phone,
      email,
      type: "store pick-up",
      address: "ul. Miodowa 12, Warszawa",
    },
    additional_data: {
      previous_url: addresses.previousUrl,
      returning_customer: bought.length > 0,
      bank_card: false,
      last_orders: earlier.length,
      sum_orders: sum,
      same_address: bought.length > 0,
    },
    client: {
      ...person,
      phone,
      email,
      client_id: phone,
      purchases_value: bought.length,
      purchases_sum: sum,
      first_purchase_date: purchaseDay(bought.at(0)),
      last_purchase_date: purchaseDay(bought.at(-1)),
      uniq_user_phone: 1,
    },
    purchase: bought
      .slice(-5)
      .flatMap(({ lines }) => lineProducts(lines))
      .map(({ name, quantity, price }) => ({
        product_name: name,
        number: quantity,
        product_price: decimalNumber(price),
      })),
  };
}

export function cartItems(lines: Line[]): CartItem[] {
  return lineProducts(lines).map(({ sku, name, price, quantity, category }) => ({
    SKU: sku,
    name,
    price: decimalNumber(price),
    tax_price: decimalNumber(0),
    quantity,
    quantity_unit: "pcs",
    category,
  }));
}

/** "21.07.2018 12:08:01+03:00", as the document writes it. */
export function validTill(instant: Temporal.Instant): string {
  const at = instant.toZonedDateTimeISO(shopTimeZone);
  const time = at.toPlainTime().toString({ smallestUnit: "second" });
  return `${documentDay(at.toPlainDate())} ${time}${at.offset}`;
}

function purchaseDay(order: Order | undefined): string | undefined {
  return order && documentDay(order.placedAt.toZonedDateTimeISO(shopTimeZone).toPlainDate());
}

function documentDay(day: Temporal.PlainDate): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(day.day)}.${two(day.month)}.${day.year}`;
}
