import type { Locale } from "../errors.ts";

/** What a mail is about. */
export type Topic = "paid" | "unpaid" | "refund" | "stored_card" | "subscription";

type Words = Readonly<Record<Topic, { readonly subject: string; readonly text: string }>> & {
  readonly labels: Readonly<Record<string, string>>;
};

/** Texts of our own mails. `{order}` and `{shop}` are filled in. */
const words: Readonly<Record<Locale, Words>> = {
  en: {
    paid: { subject: "Receipt for order {order} from {shop}", text: "Thank you for your purchase." },
    unpaid: {
      subject: "Order {order} at {shop} is not paid",
      text: "The payment did not go through, and no money has been taken.",
    },
    refund: { subject: "Refund for order {order} from {shop}", text: "Money is on its way back to you." },
    stored_card: { subject: "Your card is stored at {shop}", text: "You can pay with this card next time." },
    subscription: { subject: "Your subscription at {shop}", text: "This is your subscription as it is now." },
    labels: {
      order: "Order",
      date: "Date",
      amount: "Amount",
      refunded: "Refunded",
      reason: "Reason",
      card: "Card",
      status: "Status",
      price: "Price",
      next: "Next payment",
      test: "This was a test. No money has moved.",
    },
  },
  sv: {
    paid: { subject: "Kvitto för order {order} från {shop}", text: "Tack för ditt köp." },
    unpaid: {
      subject: "Order {order} hos {shop} är inte betald",
      text: "Betalningen gick inte igenom och inga pengar har dragits.",
    },
    refund: { subject: "Återbetalning för order {order} från {shop}", text: "Pengarna är på väg tillbaka." },
    stored_card: { subject: "Ditt kort är sparat hos {shop}", text: "Nästa gång kan du betala med kortet." },
    subscription: { subject: "Din prenumeration hos {shop}", text: "Så här ser din prenumeration ut nu." },
    labels: {
      order: "Order",
      date: "Datum",
      amount: "Belopp",
      refunded: "Återbetalat",
      reason: "Anledning",
      card: "Kort",
      status: "Status",
      price: "Pris",
      next: "Nästa betalning",
      test: "Detta var ett test. Inga pengar har flyttats.",
    },
  },
};

export function subjectOf(topic: Topic, locale: Locale, names: { order: string; shop: string }): string {
  return words[locale][topic].subject
    .replaceAll("{order}", () => names.order)
    .replaceAll("{shop}", () => names.shop);
}

/** What our own template says, besides what the mail is about. */
export function textsOf(topic: Topic, locale: Locale) {
  return { lang: locale, text: words[locale][topic].text, ...words[locale].labels };
}

const row = (label: string, value: string) =>
  `<tr><th scope="row" align="left" style="padding:4px 24px 4px 0;font-weight:normal;color:#595959">{{ t.${label} }}</th>` +
  `<td align="right" style="padding:4px 0">{{ ${value} | escape }}</td></tr>`;

/** The mail of who has no template of their own. Whatever it prints is escaped. */
export const ownTemplate = `<!doctype html>
<html lang="{{ t.lang }}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ subject | escape }}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#ffffff">
<div style="max-width:480px;margin:0 auto">
<h1 style="font-size:20px;margin:0 0 8px">{{ merchant.name | escape }}</h1>
<p style="margin:0 0 16px">{{ t.text }}</p>
<table role="presentation" style="width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums">
{% if transaction %}${row("order", "transaction.payment_ref")}
${row("date", "date")}
{% for item in transaction.items %}<tr><td style="padding:4px 24px 4px 0">{{ item.description | escape }} × {{ item.qty | escape }}</td><td align="right" style="padding:4px 0">{{ item.amount | escape }}</td></tr>
{% endfor %}${row("amount", "amount_text")}
{% if transaction.card_number %}${row("card", "transaction.card_number")}{% endif %}
{% endif %}{% if refund %}${row("refunded", "refund_text")}
${row("reason", "refund.reason")}
{% endif %}{% if stored_card %}${row("card", "stored_card.card_number")}
{% endif %}{% if subscription %}${row("status", "subscription.status")}
${row("price", "subscription.price")}
{% if subscription.next_at %}${row("next", "subscription.next_at")}{% endif %}
{% endif %}</table>
{% if transaction.test %}<p style="margin:16px 0 0;color:#595959">{{ t.test }}</p>{% endif %}
</div>
</body>
</html>
`;
