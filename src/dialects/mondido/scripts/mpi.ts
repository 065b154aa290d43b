import { randomToken } from "../../../platform/ids/index.ts";
import { isObject } from "../../toolkit/json.ts";
import { baseUrl, type Call, forMerchant, type Question } from "../call.ts";
import { readMeans } from "../card.ts";
import { readOrder } from "../order.ts";
import { openPurse } from "../purse.ts";
import { type Subject, sealProof } from "./proof.ts";

/** What the shop's page is told, as JSON text (facts 4.3). */
export type MpiEvent = {
  readonly event: "mpi";
  readonly success: boolean;
  readonly mpi_ref: string;
  readonly eci: string;
  readonly provider_ref: string;
  /** Why not: our own addition. */
  readonly error?: { readonly name: string; readonly code: number; readonly description: string };
};

/** What comes of a step of 3-D Secure in a popup: the shopper goes to the bank, or the shop's page is told. */
export type Step =
  | { readonly kind: "bank"; readonly url: string; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: "done"; readonly event: MpiEvent; readonly origin: string };

const awayTime = Temporal.Duration.from({ minutes: 15 });
const context = "mondido mpi popup";

export const failed: MpiEvent = { event: "mpi", success: false, mpi_ref: "", eci: "", provider_ref: "" };

/** Where the shop's page is: told by the browser with every form. Messages for it are not for others. */
export function originOf({ request }: Pick<Question, "request">): string {
  const { origin = "" } = request.headers;
  return URL.canParse(origin) && /^https?:/.test(origin) ? new URL(origin).origin : "*";
}

/** Takes all that a payment is posted with, the hash included, and asks the card's bank. Faults as a payment. */
export async function beginMpi(question: Question): Promise<Step> {
  const call = await forMerchant(question, question.params.merchant_id);
  const { house, facts } = call;
  const { reference, amount, currency, isTest } = readOrder(call, "api");
  const today = house.now().toZonedDateTimeISO("UTC").toPlainDate();
  const means = readMeans(call.params, { today, isTest, currency, guessesType: true });
  const { card } = await openPurse(call, means, isTest);
  const fingerprint = house.keyring.fingerprint(facts.merchant.id, card.number);
  const subject: Subject = { reference, amount, currency, fingerprint };
  const id = randomToken(16);
  const origin = originOf(question);
  const form = await house.authenticator.begin({
    id,
    cardNumber: card.number,
    amount,
    currency,
    merchantName: facts.store.name,
    returnUrl: `${baseUrl(call)}/v1/mpi_js/back`,
    isTest,
    baseUrl: baseUrl(call),
  });
  if (!form) return { kind: "done", origin, event: approved(call, subject, id, null) };
  const expiresAt = house.now().add(awayTime);
  const luggage = {
    id,
    merchantId: facts.store.number,
    origin,
    subject: { ...subject, amount: String(amount) },
  };
  const MD = house.keyring.sealTransient(luggage, { context, expiresAt });
  return { kind: "bank", url: form.url, fields: { ...form.fields, MD } };
}

/** The shopper is back from the bank. What does not come from there is a failure that nobody in particular is told. */
export async function endMpi(question: Question): Promise<Step> {
  const { house, params } = question;
  const nobody: Step = { kind: "done", origin: "*", event: failed };
  const now = house.now();
  const luggage =
    typeof params.MD === "string" ? house.keyring.openTransient(params.MD, { context, now }) : undefined;
  if (!isObject(luggage) || !isObject(luggage.subject)) return nobody;
  const { id, origin } = luggage as { id: string; origin: string };
  const told = luggage.subject as Omit<Subject, "amount"> & { amount: string };
  const verdict = await house.authenticator.finish(id, params);
  if (!verdict?.authenticated) return { kind: "done", origin, event: failed };
  const call = await forMerchant(question, luggage.merchantId);
  const { reference, eci } = verdict;
  const subject = { ...told, amount: BigInt(told.amount) };
  return { kind: "done", origin, event: approved(call, subject, reference, { reference, eci }) };
}

function approved(
  { house, facts }: Call,
  subject: Subject,
  reference: string,
  authentication: { reference: string; eci: string } | null,
): MpiEvent {
  return {
    event: "mpi",
    success: true,
    mpi_ref: sealProof(house, facts, subject, authentication),
    eci: authentication?.eci ?? "07",
    provider_ref: reference,
  };
}
