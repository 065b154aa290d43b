import { call } from "../api.js";
import { h } from "../dom.js";
import { codeField, tickField } from "../fields.js";
import { form } from "../form.js";
import { memory } from "../memory.js";
import { go, refresh } from "../navigation.js";
import { amount, figures, linkButton, loading, resend } from "../parts.js";
import { amountIn, day, money, phoneText, t } from "../text.js";
import { documentLink, inSale, saleFigures, sendCode, stepOf, update } from "./customer.js";
import { amountField, forgetTyped } from "./sale.js";

export const plans = {
  title: "plans.title",
  step: () => stepOf(4)(),
  needs: () => inSale() && Boolean(memory.sale.client),
  content: () => [
    h(
      "p",
      { class: "lead" },
      t("plans.lead", { name: memory.sale.client.name, limit: money(memory.sale.client.limit) }),
    ),
    saleFigures(),
    loading(t("plans.progress"), offered, choice),
  ],
};

async function offered() {
  const { path, amount: wanted } = memory.sale;
  const { loan_request: tariffs } = await call("GET", `${path}?amount=${wanted}`);
  return tariffs;
}

function choice(tariffs) {
  if (tariffs.length === 0) return [h("p", { class: "notice" }, t("plans.none")), amountForm()];
  return [
    form({
      name: "plans",
      fields: [planField(tariffs)],
      submit: t("plans.submit"),
      progress: t("plans.choosing"),
      elsewhere: { code: "code", confirmation_code: "code" },
      onSubmit: ({ term_id: id }) => approve(tariffs.find((tariff) => String(tariff.term_id) === id)),
    }),
    h("details", { class: "change" }, h("summary", {}, t("plans.change")), amountForm()),
  ];
}

/** The limit is held for this plan, and the customer gets the code that confirms it. */
async function approve(tariff) {
  await call("POST", `${memory.sale.path}/loan`, { term_id: tariff.term_id });
  await sendCode();
  update({ tariff });
  go("confirm");
}

function amountForm() {
  return form({
    name: "change",
    fields: [amountField({ value: memory.sale.amount })],
    submit: t("plans.change_submit"),
    progress: t("plans.progress"),
    onSubmit: async (typed) => {
      const wanted = amountIn(typed.amount);
      const { path, phone } = memory.sale;
      const changes = { mobile_phone: phone, amount: wanted, agree_insurance: 0 };
      await call("PUT", path, { loan_request: changes });
      update({ amount: wanted, tariff: undefined });
      refresh();
    },
  });
}

/** The plans to choose from, as a field of a form. */
function planField(tariffs) {
  const error = h("p", { class: "error", id: "plans-error" });
  const element = h(
    "fieldset",
    { class: "plans" },
    h("legend", { class: "visually-hidden" }, t("plans.title")),
    error,
    tariffs.map(planCard),
  );
  const chosen = () => element.querySelector("input:checked");
  return {
    name: "term_id",
    aliases: ["term"],
    isSecret: false,
    element,
    value: () => chosen()?.value ?? "",
    put: (id) => {
      for (const input of element.querySelectorAll("input")) input.checked = input.value === id;
    },
    problem: () => (chosen() ? undefined : t("errors.plan")),
    focus: () => element.querySelector("input").focus(),
    say(message) {
      error.textContent = message;
      element.classList.toggle("field-wrong", message !== "");
    },
  };
}

function planCard(tariff) {
  const id = `plan-${tariff.term_id}`;
  const [first] = tariff.schedule;
  return h(
    "div",
    { class: "plan" },
    h("input", {
      type: "radio",
      id,
      name: "term_id",
      value: tariff.term_id,
      "aria-describedby": "plans-error",
    }),
    h(
      "label",
      { class: "plan-head", for: id },
      h("span", {}, nameOf(tariff)),
      h("span", { class: "plan-amount" }, amount(tariff.monthly_payment)),
      h("span", { class: "plan-note" }, costOf(tariff)),
      first && h("span", { class: "plan-note" }, t("plan.first", { day: day(first.date) })),
    ),
    h(
      "details",
      { class: "plan-dates" },
      h("summary", {}, t("plan.dates"), h("span", { class: "visually-hidden" }, `, ${nameOf(tariff)}`)),
      h(
        "ol",
        { class: "rows" },
        tariff.schedule.map((part) =>
          h("li", { class: "row" }, h("span", {}, day(part.date)), amount(part.amount)),
        ),
      ),
      figures([[t("plan.total"), money(tariff.total_of_payments)]]),
    ),
  );
}

export function nameOf({ schedule: { length: count }, bnpl }) {
  if (count === 1) return t("plan.single");
  return bnpl ? t("plan.days", { count, days: bnpl.term }) : t("plan.monthly", { count });
}

function costOf({ total_overpayment: cost }) {
  if (Number(cost) === 0) return h("span", { class: "free" }, t("plan.free"));
  return [`${t("plan.cost")}: `, amount(cost)];
}

export const confirm = {
  title: "confirm.title",
  step: () => stepOf(5)(),
  needs: () => inSale() && Boolean(memory.sale.tariff),
  content: () => {
    const { tariff, phone, sentAt } = memory.sale;
    const [first] = tariff.schedule;
    return [
      h("p", { class: "lead" }, t("confirm.lead", { phone: phoneText(phone) })),
      figures(
        [
          [t("field.amount"), money(memory.sale.amount)],
          [t("confirm.plan"), nameOf(tariff)],
          [t("confirm.payment"), money(tariff.monthly_payment)],
          first && [t("confirm.first"), day(first.date)],
          [t("plan.total"), money(tariff.total_of_payments)],
        ],
        "summary",
      ),
      form({
        name: "confirm",
        fields: [
          tickField({
            name: "agree_processing",
            label: t("consent.agreement"),
            link: documentLink("agreement"),
          }),
          tickField({ name: "agree_sms_info", label: t("consent.sms"), optional: true }),
          codeField(),
        ],
        more: [
          resend({
            sentAt,
            send: sendCode,
            others: [linkButton(t("confirm.other_plan"), () => go("plans"))],
          }),
        ],
        submit: t("confirm.submit"),
        progress: t("confirm.progress"),
        onSubmit: finalize,
      }),
    ];
  },
};

async function finalize(typed) {
  const loan = {
    agree_processing: "1",
    confirmation_code: typed.confirmation_code,
    agree_sms_info: typed.agree_sms_info,
  };
  const answer = await call("POST", `${memory.sale.path}/loan/finalization`, { loan });
  forgetTyped();
  update({ barcode: answer.loan_application.barcode });
  go("sold");
}
