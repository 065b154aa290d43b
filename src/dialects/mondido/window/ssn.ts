import type { FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../../core/house.ts";
import { isUnpaid, payments } from "../../../core/payments/index.ts";
import { type JsonObject, textAt } from "../../toolkit/json.ts";
import { localeFor, readQuestion } from "../call.ts";
import { errorBody, Fault } from "../errors.ts";
import { findPerson, readPersonalNumber } from "../invoice.ts";
import { readInteger } from "../read/index.ts";

/** Whom to look for; in Sweden unless told. Faults 209, 239, 242, and what is wrong with the number. */
function readPerson(params: JsonObject) {
  const [ssn, country] = [textAt(params, "ssn", 30), textAt(params, "country", 3)];
  if (!ssn && !country) throw new Fault("errors.ssn_or_country.missing");
  if (params.ssn === undefined) throw new Fault("errors.helper.ssn.must_be_submitted");
  if (!ssn) throw new Fault("errors.helper.ssn.have_a_value");
  return readPersonalNumber(country ?? "SWE", ssn);
}

/** Who a social security number belongs to, for the window's script that fills in an address (facts 3.5). Only asked
 *  within an unfinished payment: its token is the proof. */
export async function answerPerson(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  request.note = { dialect: "mondido", operation: "ssn" };
  reply
    .type("application/json; charset=utf-8")
    .header("access-control-allow-origin", "*")
    .header("cache-control", "no-store");
  let locale = localeFor({});
  try {
    const { params } = await readQuestion(request, house);
    locale = localeFor(params);
    const payment = await house.reader.find(payments, { token: textAt(params, "token", 64) ?? "" });
    if (!payment || payment.number !== BigInt(readInteger(params.transaction_id) ?? -1) || !isUnpaid(payment))
      throw new Fault("errors.transaction.not_found");
    const person = await findPerson(house, readPerson(params));
    if (!person) throw new Fault("errors.invoice.address_not_found");
    const { firstName, lastName, zip, city, address1, address2 } = person;
    return reply.send(
      JSON.stringify({
        id: person.ssn,
        first_name: firstName,
        last_name: lastName,
        zip,
        country: person.country,
        city,
        address_1: address1,
        address_2: address2,
      }),
    );
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return reply.code(error.status).send(JSON.stringify(errorBody(error.error, locale)));
  }
}
