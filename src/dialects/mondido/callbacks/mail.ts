import type { Delivery } from "../../../core/deliveries/index.ts";
import type { StoreFacts } from "../../../core/merchants/index.ts";
import type { OutgoingMail, RenderTemplate } from "../../dialect.ts";
import { isObject, type JsonObject, objectAt, textAt } from "../../toolkit/json.ts";
import { localeOf } from "../errors.ts";
import { readDecimal, writeAmountTwoDecimals } from "../money.ts";
import { ownTemplate, subjectOf, type Topic, textsOf } from "./receipt.ts";

/** A mail in words (document, "Liquid and Receipt Webhooks"): the webhook's template over what has happened, or our
 *  own receipt when it has none, or when it fails. One that is in words already stays as it is. */
export async function compose(
  { body, kind, envelope }: Delivery,
  facts: StoreFacts,
  render: RenderTemplate,
): Promise<OutgoingMail> {
  if (typeof envelope?.subject === "string") {
    const { subject, type, from } = envelope as Pick<OutgoingMail, "subject" | "type" | "from">;
    return { from, subject, type, body };
  }
  const { subject, roots } = subjects(kind, JSON.parse(body) as JsonObject, facts);
  const own = async (note?: string) => mail(facts, subject, await render(ownTemplate, roots), note);
  if (typeof envelope?.template !== "string") return own();
  try {
    return mail(facts, subject, await render(envelope.template, roots));
  } catch (error) {
    return own(`Our own mail was sent, because the template failed: ${(error as Error).message}`);
  }
}

/** A text with a tag in it is HTML. */
function mail({ merchant }: StoreFacts, subject: string, body: string, note?: string): OutgoingMail {
  const type = /<[a-z!][^>]*>/i.test(body) ? "text/html" : "text/plain";
  return { from: merchant.name, subject, type, body, note };
}

/** The variables of a template, by the document's names. */
function subjects(kind: string, body: JsonObject, facts: StoreFacts) {
  const locale = localeOf(facts.store.settings.locale) ?? "en";
  const merchant = { id: Number.parseInt(facts.store.number, 10), name: facts.merchant.name };
  const stored = kind === "stored_card" ? body : undefined;
  const subscription = kind === "subscription" ? body : undefined;
  const told = stored ? stored.transaction : subscription ? undefined : body;
  const transaction = isObject(told) ? told : undefined;
  const refund = kind === "refund" && transaction ? lastOf(transaction.refunds) : undefined;
  const topic = topicOf(kind, transaction);
  const order = textAt(transaction ?? {}, "payment_ref") ?? "";
  const subject = subjectOf(topic, locale, { order, shop: merchant.name });
  return {
    subject,
    roots: {
      ...transactionRoots(transaction, merchant),
      merchant,
      subject,
      t: textsOf(topic, locale),
      ...(stored && { stored_card: stored }),
      ...(subscription && { subscription, plan: subscription.plan }),
      ...(refund && { refund, refund_text: withCurrency(refund, transaction) }),
    },
  };
}

function topicOf(kind: string, transaction: JsonObject | undefined): Topic {
  if (kind === "refund" || kind === "stored_card" || kind === "subscription") return kind;
  const { status } = transaction ?? {};
  return status === "declined" || status === "failed" ? "unpaid" : "paid";
}

function transactionRoots(transaction: JsonObject | undefined, merchant: object) {
  if (!transaction) return {};
  const details = objectAt(transaction, "payment_details");
  const payment_details = { ...details, personal_number: details.ssn, address: details.address_1 };
  return {
    transaction: { ...transaction, merchant, payment_details },
    payment_details,
    paymentdetail: payment_details,
    date: textAt(transaction, "created_at")?.slice(0, 10),
    amount_text: withCurrency(transaction, transaction),
  };
}

/** "110.00 SEK". */
function withCurrency({ amount }: JsonObject, transaction: JsonObject | undefined): string {
  const currency = (textAt(transaction ?? {}, "currency") ?? "").toUpperCase();
  const minor = readDecimal(amount, currency);
  return minor === undefined ? "" : `${writeAmountTwoDecimals(minor, currency)} ${currency}`;
}

function lastOf(list: unknown): JsonObject | undefined {
  const last: unknown = Array.isArray(list) ? list.at(-1) : undefined;
  return isObject(last) ? last : undefined;
}

const alerts = {
  en: {
    subject: "A webhook could not be delivered",
    text: "This message for your store could not be delivered, and is not tried again.",
    fields: ["Store", "Event", "Transaction", "Address", "Tries"],
    hint: "Once your server is well again, send it anew with POST /v1/webhooks/:id/resend.",
  },
  sv: {
    subject: "En webhook kunde inte levereras",
    text: "Det här meddelandet till din butik kunde inte levereras och skickas inte igen.",
    fields: ["Butik", "Händelse", "Transaktion", "Adress", "Försök"],
    hint: "När din server fungerar igen kan du skicka om det med POST /v1/webhooks/:id/resend.",
  },
} as const;

/** What whoever looks after a store is told of a delivery that was given up. */
export function alertMail(
  { kind, destination, attempts, envelope }: Delivery,
  { store, merchant }: StoreFacts,
): OutgoingMail {
  const { subject, text, fields, hint } = alerts[localeOf(store.settings.locale) ?? "en"];
  const values = [merchant.name, kind, envelope?.transaction ?? "-", destination, attempts];
  const lines = fields.map((field, i) => `${field}: ${values[i]}`);
  return {
    from: merchant.name,
    subject,
    type: "text/plain",
    body: [text, "", ...lines, "", hint, ""].join("\n"),
  };
}
