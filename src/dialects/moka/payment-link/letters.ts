import { type Delivery, send } from "../../../core/deliveries/index.ts";
import type { Store, StoreFacts } from "../../../core/merchants/index.ts";
import { formatDecimal } from "../../../core/money/index.ts";
import type { Payment } from "../../../core/payments/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { OutgoingMail } from "../../dialect.ts";
import { currencyName } from "../money.ts";
import { toldBy } from "../told.ts";
import { type Locale, linkText } from "./words.ts";

/** Whom a link is sent to. */
export type Recipient = { readonly phone: string | undefined; readonly email: string | undefined };

const kind = "payment_request";

/** Puts the link of a payment into the outbox, as SMS, as mail, or both. */
export function sendLink(
  tx: Tx,
  payment: Payment,
  store: Pick<Store, "name" | "settings">,
  { phone, email }: Recipient,
): void {
  const { id: subjectId, merchantId, storeId, amount, currency } = payment;
  const locale = localeOf(store);
  const body = linkText(locale, "letter", {
    shop: store.name,
    amount: `${written(amount, currency, locale)} ${currencyName(currency)}`,
    url: toldBy(payment).userPosPayment?.url ?? "",
  });
  const about = { merchantId, storeId, dialect: "moka", kind, subjectId, body };
  if (phone) send(tx, { ...about, channel: "sms", destination: phone });
  if (email) send(tx, { ...about, channel: "mail", destination: email });
}

/** A mail with a link, ready for its way. */
export async function composeLink({ body }: Delivery, { store }: StoreFacts): Promise<OutgoingMail> {
  const subject = linkText(localeOf(store), "subject", { shop: store.name });
  return { from: store.name, subject, type: "text/plain", body };
}

/** A phone without what people write between its digits; undefined: it is none. */
export function readPhone(text: string): string | undefined {
  const digits = text.replaceAll(/[\s().-]/g, "");
  return /^\+?\d{7,15}$/.test(digits) ? digits : undefined;
}

export function isEmail(text: string): boolean {
  return /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(text) && text.length <= 100;
}

/** As the language writes it, exact at any size: 1.249,90. */
function written(amount: bigint, currency: string, locale: Locale): string {
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
  return format.format(formatDecimal({ amount, currency }) as Intl.StringNumericLiteral);
}

function localeOf({ settings }: Pick<Store, "settings">): Locale {
  return settings.locale === "en" ? "en" : "tr";
}
