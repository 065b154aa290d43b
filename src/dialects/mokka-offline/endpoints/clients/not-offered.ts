import { unprocessable } from "../../errors.ts";
import type { Operation } from "../../operation.ts";

/** A product that the provider has and Kassa does not: 422, told of by its name. */
function notOffered(product: string, method: Operation["method"], path: string): Operation {
  return {
    name: product,
    method,
    path: `/clients/:id/${path}`,
    by: "client",
    async run() {
      throw unprocessable(product, "not_offered");
    },
  };
}

/** To pay on another day of the month. */
export const billingShift = [
  notOffered("billing_shift", "POST", "billing_shift"),
  notOffered("billing_shift", "GET", "billing_shift/info"),
  notOffered("billing_shift", "POST", "billing_shift/confirmation"),
] as const;

/** To pay a debt in another way. */
export const restructuring = [
  notOffered("restructuring", "POST", "restructuring/:product"),
  notOffered("restructuring", "GET", "restructuring/:product/info"),
  notOffered("restructuring", "POST", "restructuring/:product/confirmation"),
  notOffered("restructuring", "GET", "restructuring/:product/document.pdf"),
] as const;
