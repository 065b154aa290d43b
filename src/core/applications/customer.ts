import type { Tx } from "../../platform/db/index.ts";
import { uuidBeside } from "../../platform/ids/index.ts";
import { beginBySms, type CodesBySms, check, checkAgain, type Guess } from "../confirmations/index.ts";
import { type Assessment, decide } from "../credit/index.ts";
import {
  type Customer,
  type CustomerDetails,
  customers,
  lockByPhone,
  type Person,
  rememberWithPapers,
} from "../customers/index.ts";
import { Refusal } from "../refusal.ts";
import { type Application, applications, lockApplication } from "./application.ts";

/** Sends a code to the customer's phone, unless one just has been: it proves the phone, and later the loan.
 *  Refuses: application_…, application_without_phone. */
export async function sendCode(
  tx: Tx,
  { token, codes, text }: { token: string } & CodesBySms,
): Promise<Application> {
  const application = await lockApplication(tx, token, ["open", "approved"]);
  const { phone } = application;
  if (!phone) throw new Refusal("application_without_phone");
  const id = uuidBeside(application.id, `confirmation:${application.id}:${phone}`);
  const letter = { ...application, kind: "confirmation_code", subjectId: id };
  await beginBySms(tx, { id, phone, codes, text, letter });
  return tx.update(applications, { ...application, confirmationId: id });
}

/** Checks a code without spending it: the same code may be used a while longer. Refuses: application_…,
 *  confirmation_not_found. */
export async function checkCode(tx: Tx, { token, code }: { token: string; code: string }): Promise<Guess> {
  const application = await lockApplication(tx, token, ["open", "approved"]);
  return prove(tx, application, code);
}

export type Confirmed = {
  readonly guess: Guess;
  readonly application: Application;
  readonly customer: Customer | undefined;
};

/** Somebody the lender knows has told the code. Refuses: application_…, customer_not_found. */
export async function confirmCustomer(
  tx: Tx,
  { token, code }: { token: string; code: string },
): Promise<Confirmed> {
  const application = await lockApplication(tx, token, ["open", "approved"]);
  const guess = await prove(tx, application, code);
  if (guess !== "confirmed") return { guess, application, customer: undefined };
  const customer = await lockByPhone(tx, application.lenderId, application.phone ?? "");
  if (!customer) throw new Refusal("customer_not_found");
  return { guess, customer, application: knownAs(tx, application, customer) };
}

/** Somebody new has told the code, and who they are. Refuses: application_…, customer_exists when the papers are
 *  those of another phone's owner, unless people may have several phones. */
export async function registerCustomer(
  tx: Tx,
  {
    token,
    code,
    ...told
  }: {
    token: string;
    code: string;
    person: Person;
    papers: readonly string[];
    details: CustomerDetails;
    mayHaveOtherPhones: boolean;
  },
): Promise<Confirmed> {
  const application = await lockApplication(tx, token, ["open", "approved"]);
  const guess = await prove(tx, application, code);
  if (guess !== "confirmed") return { guess, application, customer: undefined };
  const { phone, lenderId } = application;
  if (!phone) throw new Refusal("application_without_phone");
  const customer = await rememberWithPapers(tx, { ...told, lenderId, phone });
  return { guess, customer, application: knownAs(tx, application, customer) };
}

/** The bureau has answered about the customer. A refusal ends the application. Refuses: application_…,
 *  application_without_customer. */
export async function assessApplication(
  tx: Tx,
  { token, assessment }: { token: string; assessment: Assessment },
): Promise<{ application: Application; customer: Customer }> {
  const application = await lockApplication(tx, token, ["open", "approved", "declined"]);
  const customer = await tx.lock(customers, { id: application.customerId ?? "" });
  if (!customer) throw new Refusal("application_without_customer");
  const decided = await decide(tx, { customer, currency: application.currency, assessment });
  if (decided.standing === "approved") return { application, customer: decided };
  return { application: tx.update(applications, { ...application, state: "declined" }), customer: decided };
}

/** Whether a code proves the phone, and with it the loan: one that was right goes on doing so for as long as a code
 *  is good. Refuses: application_without_phone. */
export async function prove(tx: Tx, application: Application, code: string): Promise<Guess> {
  if (!application.phone) throw new Refusal("application_without_phone");
  const id = application.confirmationId;
  if (!id) return "code_wrong";
  const guess = await check(tx, { id, code });
  return guess === "code_expired" ? checkAgain(tx, { id, code, within: proofLasts }) : guess;
}

const proofLasts = Temporal.Duration.from({ minutes: 10 });

function knownAs(tx: Tx, application: Application, customer: Customer): Application {
  return tx.update(applications, { ...application, customerId: customer.id, confirmedAt: tx.now });
}
