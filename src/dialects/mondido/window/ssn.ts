import type { FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../../core/house.ts";
import { isUnpaid, payments } from "../../../core/payments/index.ts";
import { textAt } from "../../toolkit/json.ts";
import { readQuestion } from "../call.ts";
import { errorBody, Fault } from "../errors.ts";
import { readInteger } from "../read/index.ts";

/** Who a social security number belongs to, for the window's script that fills in an address (facts 3.5). Only asked
 *  within an unfinished payment: its token is the proof. */
export async function findPerson(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  request.note = { dialect: "mondido", operation: "ssn" };
  reply
    .type("application/json; charset=utf-8")
    .header("access-control-allow-origin", "*")
    .header("cache-control", "no-store");
  try {
    const { params } = await readQuestion(request, house);
    const payment = await house.reader.find(payments, { token: textAt(params, "token", 64) ?? "" });
    if (!payment || payment.number !== BigInt(readInteger(params.transaction_id) ?? -1) || !isUnpaid(payment))
      throw new Fault("errors.transaction.not_found");
    const ssn = textAt(params, "ssn", 30);
    const country = textAt(params, "country", 3)?.toUpperCase() ?? "SWE";
    if (!ssn) throw new Fault("errors.helper.ssn.must_be_submitted");
    const person = await house.invoices.find({ country, ssn });
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
    const isNobody = error.error === "errors.invoice.address_not_found";
    return reply.code(isNobody ? 404 : error.status).send(JSON.stringify(errorBody(error.error, "en")));
  }
}
