import { call } from "../api.js";
import { h } from "../dom.js";
import { textField } from "../fields.js";
import { form } from "../form.js";
import { drafts, keep, memory, store } from "../memory.js";
import { go } from "../navigation.js";
import { amountIn, money, phoneIn, t } from "../text.js";

export const sale = {
  title: "sale.title",
  content: () => [
    h("p", { class: "lead" }, t("sale.lead")),
    form({
      name: "sale",
      fields: [phoneField(), amountField({ hint: limit() })],
      submit: t("sale.submit"),
      progress: t("sale.progress"),
      onSubmit: begin,
    }),
  ],
};

export function phoneField() {
  return textField({
    name: "mobile_phone",
    aliases: ["phone_number"],
    label: t("field.mobile_phone"),
    hint: t("hint.mobile_phone"),
    type: "tel",
    inputmode: "tel",
    check: (text) => (phoneIn(text) ? undefined : "errors.phone"),
  });
}

/** `most`: more than that cannot be given back. */
export function amountField({ hint, value, most = Number.POSITIVE_INFINITY } = {}) {
  return textField({
    name: "amount",
    label: t("field.amount"),
    hint,
    inputmode: "decimal",
    value,
    check: (text) => {
      const amount = amountIn(text);
      if (!amount) return "errors.amount";
      return Number(amount) > most ? "errors.exceeds" : undefined;
    },
  });
}

function limit() {
  const { tariff_max: most } = store();
  return most > 0 ? t("hint.amount", { to: money(most) }) : undefined;
}

/** Asks for a loan and whether the customer is known, and sends the customer a code. */
async function begin(typed) {
  const phone = phoneIn(typed.mobile_phone);
  const amount = amountIn(typed.amount);
  const asked = { store_id: String(memory.storeId), mobile_phone: phone, amount };
  const { loan_request: request } = await call("POST", "/loan_requests", { loan_request: asked });
  const path = `/loan_requests/${request.token}`;
  const known = await call("GET", `${path}/client`);
  await call("POST", `${path}/client/confirmation`);
  const isNew = Object.keys(known?.client ?? {}).length === 0;
  if (memory.sale?.phone !== phone) drafts.delete("customer");
  keep({ sale: { path, phone, amount, isNew, sentAt: Date.now() } });
  go("code");
}

/** The sale is over, one way or the other: nothing of this customer's is left for the next one. */
export function forgetTyped() {
  drafts.delete("sale");
  drafts.delete("customer");
}
