import { agentName, type OnDuty } from "../../core/agents/index.ts";
import { amountOf, planSchedule, type Tariff } from "../../core/credit/index.ts";
import { type Customer, mayBorrow, nationalPhone } from "../../core/customers/index.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { avatarPath } from "./avatar.ts";
import type { Language } from "./errors.ts";
import { floatText, writeFloat } from "./money.ts";
import { writeDay } from "./read.ts";

/** `agent` of the document, and what the provider's app reads beyond it (facts 4.3). */
export function writeAgent({ agent, stores }: OnDuty, baseUrl: string) {
  return {
    id: storeNumber(stores[0]?.store.number ?? "0"),
    first_name: agent.firstName,
    last_name: agent.lastName,
    full_name: agentName(agent),
    avatar: baseUrl + avatarPath,
    chains: [],
    stores: stores.map((facts) => ({ store: writeStore(facts) })),
  };
}

function writeStore({ store, tariffs }: StoreFacts) {
  const maxima = tariffs.map(({ maximum }) => maximum ?? noMaximum);
  const largest = maxima.reduce((most, maximum) => (maximum > most ? maximum : most), 0n);
  return {
    id: storeNumber(store.number),
    name: store.name,
    name_by_trader: store.settings.merchantNumber ?? "",
    address: store.settings.address ?? "",
    tariff_min: writeFloat(0n, store.currency),
    tariff_max: writeFloat(largest, store.currency),
    sms_info: false,
    sms_info_price: 0,
  };
}

/** What the document's agent is shown where a tariff has no maximum. */
const noMaximum = 999_999n;

/** Clients count stores by integers; a number that is none stays a text. */
function storeNumber(number: string): number | string {
  return /^\d{1,9}$/.test(number) ? Number.parseInt(number, 10) : number;
}

/** One item of `loan_request`: what an amount costs under a tariff. */
export function writeTariff(tariff: Tariff, amount: bigint, startOn: Temporal.PlainDate, country: string) {
  const { currency } = tariff;
  const plan = planSchedule(tariff, amount, startOn);
  const write = (minor: bigint) => writeFloat(minor, currency);
  const [first] = plan.instalments;
  return {
    max_amount: write(tariff.maximum ?? 0n),
    min_amount: write(tariff.minimum),
    monthly_payment: write(plan.monthlyPayment),
    product_code: "",
    schedule: plan.instalments.map((instalment) => ({
      date: writeDay(instalment.dueOn),
      amount: write(amountOf(instalment)),
    })),
    sum_with_discount: write(amount),
    tariff_product_kind: `installments_${country.toLowerCase()}`,
    term: tariff.term,
    term_id: tariff.number,
    total_of_payments: write(plan.total),
    total_overpayment: write(plan.fee),
    ...(tariff.kind === "bnpl" && first
      ? { bnpl: { term: 30, date_of_first_payment: writeDay(first.dueOn) } }
      : {}),
  };
}

type Known = {
  readonly customer: Customer;
  readonly freeLimit: bigint;
  readonly currency: string;
  readonly language: Language;
};

/** What was decided about a customer, for the agent to read out (document, "Create client"). */
export function writeDecision({ customer, freeLimit, currency, language }: Known) {
  const isApproved = mayBorrow(customer);
  const limit = floatText(freeLimit, currency);
  const words = {
    approved: {
      pl: `Gratulacje! Twój limit na zakupy z Mokka wynosi ${limit}`,
      en: `Congratulations! Your limit for purchases with Mokka is ${limit}`,
    },
    declined: {
      pl: "Przykro nam, nie możemy teraz przyznać limitu",
      en: "We are sorry, we cannot grant a limit now",
    },
  };
  const decision = isApproved ? "approved" : "declined";
  return {
    decision,
    decision_code: isApproved ? 210 : 610,
    decision_message: words[decision][language],
  };
}

/** `client` as the confirmation of a known customer answers it. */
export function writeConfirmed(known: Known) {
  const { customer, freeLimit, currency } = known;
  return {
    first_name: customer.firstName,
    middle_name: customer.patronymic,
    last_name: customer.surname,
    credit_limit: floatText(freeLimit, currency),
    kyc_passed: customer.standing === "approved",
    ...writeDecision(known),
  };
}

/** `client` with all its fields (facts 4.3). */
export function writeClient(known: Known, country: string, { isRepeated = false } = {}) {
  const { customer } = known;
  const { address = {}, polishId, pesel } = customer.details;
  const { decision, ...rest } = writeDecision(known);
  return {
    guid: customer.id,
    mobile_phone: nationalPhone(customer.phone, country),
    email: customer.email ?? "",
    apartment: address.apartment ?? null,
    area: address.area ?? null,
    birth_date: customer.birthOn ? writeDay(customer.birthOn) : null,
    building: address.building ?? null,
    credit_limit: floatText(known.freeLimit, known.currency),
    first_name: customer.firstName,
    house: address.house ?? null,
    id_documents: {
      ...(polishId ? { polish_id: { number: polishId } } : {}),
      ...(pesel ? { polish_pesel: { number: pesel } } : {}),
    },
    is_repeated: isRepeated,
    kyc_passed: customer.standing === "approved",
    last_name: customer.surname,
    middle_name: customer.patronymic,
    missing_documents: [],
    postal_code: address.postalCode ?? null,
    rcl_accepted: false,
    settlement: address.settlement ?? null,
    street: address.street ?? null,
    decision,
    credit_decision: decision,
    ...rest,
  };
}

/** One of `orders`. */
export type OrderLine = {
  readonly reference: string;
  readonly phone: string;
  readonly firstName: string;
  readonly surname: string;
  readonly capturedAt: Temporal.Instant;
  readonly captured: bigint;
  readonly refunded: bigint;
  readonly currency: string;
  readonly storeId: string;
};

export function writeOrder(order: OrderLine, barcode: string, { country, timeZone }: StoreFacts["store"]) {
  const created = order.capturedAt.toZonedDateTimeISO(timeZone).round("second");
  return {
    id: Number.parseInt(order.reference, 10),
    client_name: `${order.surname} ${order.firstName}`.trim(),
    mobile_phone: nationalPhone(order.phone, country),
    barcode,
    created_at: created.toString({ timeZoneName: "never" }),
    amount: writeFloat(order.captured, order.currency),
    remaining_amount: writeFloat(order.captured - order.refunded, order.currency),
    guid: order.reference,
  };
}
