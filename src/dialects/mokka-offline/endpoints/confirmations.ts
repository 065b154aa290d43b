import {
  assessApplication,
  changeApplication,
  checkCode,
  confirmCustomer,
  sendCode,
} from "../../../core/applications/index.ts";
import { type Customer, customers } from "../../../core/customers/index.ts";
import { isAbsent, textAt } from "../../toolkit/json.ts";
import { type ApplicationCall, empty } from "../call.ts";
import { codesFor, guessProblems } from "../codes.ts";
import { unprocessable } from "../errors.ts";
import { knownAs } from "../known.ts";
import type { Operation } from "../operation.ts";
import { readPhone } from "../read.ts";
import { writeClient, writeConfirmed } from "../wire.ts";

async function sendTo({ house, facts, application: { token } }: ApplicationCall): Promise<void> {
  await house.write((tx) => sendCode(tx, { token, ...codesFor(house, facts) }));
}

/** Send confirmation code: for the phone, and later for the loan. */
const send: Operation = {
  name: "send confirmation code",
  method: "POST",
  path: "/loan_requests/:token/client/confirmation",
  by: "application",
  async run(call) {
    await sendTo(call);
    return empty;
  },
};

/** Confirm client: somebody the lender knows has told the code. */
const confirm: Operation = {
  name: "confirm client",
  method: "POST",
  path: "/loan_requests/:token/confirmation",
  by: "application",
  async run(call) {
    const { house, params, application, facts } = call;
    const { token } = application;
    const code = textAt(params, "code", 20);
    if (!code) throw unprocessable("code", "blank");
    const { guess, customer } = await house.write((tx) => confirmCustomer(tx, { token, code }));
    if (guess !== "confirmed") throw guessProblems("code", guess);
    const assessed = await assessIfNew({ house, token, currency: facts.store.currency }, customer);
    return { json: { client: writeConfirmed(await knownAs(call, assessed)) } };
  },
};

/** A customer whom nobody has assessed yet is, between two writes. */
export async function assessIfNew(
  { house, token, currency }: { house: ApplicationCall["house"]; token: string; currency: string },
  customer: Customer | undefined,
): Promise<Customer> {
  if (!customer) throw unprocessable("client", "no_client");
  if (customer.standing !== "new") return customer;
  const assessment = await house.bureau.assess({ phone: customer.phone, currency });
  return (await house.write((tx) => assessApplication(tx, { token, assessment }))).customer;
}

/** Tells whether a code is right, without anything else. */
const check: Operation = {
  name: "check code",
  method: "POST",
  path: "/loan_requests/:token/client/check_code",
  by: "application",
  async run({ house, params, application: { token } }) {
    const code = textAt(params, "code", 20) ?? "";
    const guess = await house.write((tx) => checkCode(tx, { token, code }));
    return { json: { code: { valid: guess === "confirmed" } } };
  },
};

/** The customer registers on a phone of their own: a code goes there. Somebody known is told so, with 422 and the
 *  client (facts 4.2). */
const selfRegistration: Operation = {
  name: "self registration",
  method: "POST",
  path: "/loan_requests/:token/client/self_registration",
  by: "application",
  async run(call) {
    const { house, params, application, facts } = call;
    if (isAbsent(params.mobile_phone)) throw unprocessable("mobile_phone", "blank");
    const phone = readPhone(params.mobile_phone, facts.store);
    const { token } = application;
    await house.write((tx) => changeApplication(tx, { token, phone }));
    const known = await house.reader.find(customers, { lenderId: facts.merchant.lenderId, phone });
    if (known) {
      const client = writeClient(await knownAs(call, known), facts.store.country);
      return { status: 422, json: { client } };
    }
    await sendTo(call);
    return { ...empty, status: 201 };
  },
};

export const confirmations = [send, confirm, check, selfRegistration] as const;
