import { call, Refused } from "../api.js";
import { h } from "../dom.js";
import { codeField, textField, tickField } from "../fields.js";
import { form } from "../form.js";
import { keep, memory } from "../memory.js";
import { go } from "../navigation.js";
import { figures, linkButton, resend } from "../parts.js";
import { birthDateIn, dayIn, money, phoneText, t } from "../text.js";
import { forgetTyped } from "./sale.js";

const consents = ["regulations", "personal_data", "credit_bureaus", "personal_data_marketing_email"];
const optionalConsents = ["personal_data_marketing_email"];

/** Steps count one less for a customer who is known. */
export function stepOf(number) {
  const { isNew } = memory.sale;
  return () => ({ number: isNew || number < 3 ? number : number - 1, of: isNew ? 5 : 4 });
}

export function inSale() {
  return Boolean(memory.sale) && !memory.sale.barcode && !memory.sale.refusal;
}

export function update(changes) {
  keep({ sale: { ...memory.sale, ...changes } });
}

export function saleFigures() {
  const { phone, amount } = memory.sale;
  const rows = [
    [t("field.mobile_phone"), phoneText(phone)],
    [t("field.amount"), money(amount)],
  ];
  return figures(rows, "summary");
}

export async function sendCode() {
  await call("POST", `${memory.sale.path}/client/confirmation`);
  update({ sentAt: Date.now() });
}

export const code = {
  title: "code.title",
  step: () => stepOf(2)(),
  needs: inSale,
  content: () => [
    h("p", { class: "lead" }, t("code.lead", { phone: phoneText(memory.sale.phone) })),
    form({
      name: "code",
      fields: [codeField()],
      more: [
        resend({
          sentAt: memory.sale.sentAt,
          send: sendCode,
          others: [linkButton(t("code.change_phone"), () => go("sale"))],
        }),
      ],
      submit: t("code.submit"),
      progress: t("code.progress"),
      onSubmit: ({ confirmation_code: typed }) =>
        memory.sale.isNew ? checkCode(typed) : confirmKnown(typed),
    }),
  ],
};

/** A new customer's code goes along with their data; here it is only looked at. */
async function checkCode(typed) {
  const { code: checked } = await call("POST", `${memory.sale.path}/client/check_code`, { code: typed });
  if (!checked.valid) throw new Refused(422, { errors: { confirmation_code: [t("errors.wrong_code")] } });
  update({ code: typed });
  go("customer");
}

async function confirmKnown(typed) {
  const { client } = await call("POST", `${memory.sale.path}/confirmation`, { code: typed });
  update({ code: typed });
  if (client.kyc_passed === false && client.decision === "approved") return go("customer");
  decided(client);
}

export const customer = {
  title: "customer.title",
  hint: "customer.hint",
  step: () => stepOf(3)(),
  needs: () => inSale() && Boolean(memory.sale.code),
  content: () => [
    h("p", { class: "lead" }, t("customer.lead")),
    form({
      name: "customer",
      fields: [...personFields(), ...consents.map(consentField)],
      submit: t("customer.submit"),
      progress: t("customer.progress"),
      elsewhere: { code: "code", confirmation_code: "code", mobile_phone: "sale", amount: "sale" },
      onSubmit: register,
    }),
  ],
};

function personFields() {
  const name = (which, max = 100) =>
    textField({ name: which, label: t(`field.${which}`), autocapitalize: "words", maxlength: max });
  const birthDate = textField({
    name: "birth_date",
    label: t("field.birth_date"),
    hint: t("hint.birth_date"),
    inputmode: "numeric",
    check: (text) => (dayIn(text) ? undefined : "errors.day"),
  });
  const pesel = textField({
    name: "polish_pesel",
    aliases: ["pesel"],
    label: t("field.polish_pesel"),
    hint: t("hint.polish_pesel"),
    inputmode: "numeric",
    maxlength: 11,
  });
  let told = "";
  pesel.element.addEventListener("input", () => {
    const before = told;
    told = birthDateIn(pesel.value()) ?? before;
    if (["", before].includes(birthDate.value())) birthDate.put(told);
  });
  const idCard = textField({
    name: "polish_id",
    aliases: ["id_documents"],
    label: t("field.polish_id"),
    hint: t("hint.polish_id"),
    autocapitalize: "characters",
    maxlength: 12,
  });
  const email = textField({ name: "email", label: t("field.email"), type: "email", autocapitalize: "none" });
  return [name("first_name"), name("last_name"), pesel, birthDate, idCard, email];
}

function consentField(kind) {
  return tickField({
    name: kind,
    label: t(`consent.${kind}`),
    optional: optionalConsents.includes(kind),
    link: documentLink(kind),
  });
}

/** The document in a tab of its own, which gets a copy of what the till knows because it is opened by it. */
export function documentLink(kind) {
  return h(
    "a",
    { class: "tick-link", href: `/till/document#${kind}`, target: "_blank", rel: "opener" },
    t("consent.read"),
    h("span", { class: "visually-hidden" }, ` ${t(`document.${kind}`)} (${t("consent.new_tab")})`),
  );
}

async function register(typed) {
  const client = {
    first_name: typed.first_name,
    last_name: typed.last_name,
    birth_date: dayIn(typed.birth_date),
    email: typed.email,
    confirmation_code: memory.sale.code,
    id_documents: {
      polish_id: { number: typed.polish_id.replaceAll(/\s/g, "").toUpperCase() },
      polish_pesel: { number: typed.polish_pesel },
    },
    gdpr_acceptance: Object.fromEntries(consents.map((kind) => [kind, typed[kind] ? "1" : "0"])),
    provider_data: {},
  };
  const answer = await call("POST", `${memory.sale.path}/client`, { client }).catch((error) => {
    // A customer who is turned away comes with a status of their own.
    if (error instanceof Refused && error.body?.client?.decision) return error.body;
    throw error;
  });
  decided(answer.client);
}

/** The provider's app takes code 220 as a no, whatever `decision` says. */
function decided({ decision, decision_code: reason, decision_message: message, ...client }) {
  const isApproved = decision === "approved" && reason !== 220;
  if (!isApproved) {
    forgetTyped();
    update({ refusal: message || t("declined.lead") });
    return go("declined");
  }
  update({ client: { name: `${client.first_name} ${client.last_name}`, limit: client.credit_limit } });
  go("plans");
}
