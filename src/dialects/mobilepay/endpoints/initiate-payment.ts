import type { z } from "zod";
import { readAsked } from "../asked.ts";
import { initiateFor } from "../initiate.ts";
import { openMerchant } from "../merchants.ts";
import { checkAmount } from "../money.ts";
import { type Call, operation } from "../operation.ts";
import { InitiatePaymentRequest, InitiatePaymentResponse } from "../schemas/payments.ts";
import type { Checkout, Told } from "../told.ts";
import { prefixes } from "./prefixes.ts";

type Request = z.output<typeof InitiatePaymentRequest>;

/** Also under the path of the first version, which some texts still name (facts 1.3). */
export const initiatePayment = (["v3", "v1"] as const).map((version) =>
  operation({
    name: "Initiate payment",
    method: "POST",
    path: `${prefixes.main}/api/${version}/payments`,
    body: InitiatePaymentRequest,
    answer: InitiatePaymentResponse,
    run,
  }),
);

async function run(call: Call<Request>) {
  const { house, body, merchantId } = call;
  const { store } = await openMerchant(house, { id: body.merchantId, merchantId });
  const { currency, told: asked } = await readAsked(house, body, merchantId);
  checkAmount(body.amount);
  const { merchantName } = body;
  const told: Told = { merchantId: store.number, merchantName, ...asked, ...deliveryOf(body) };
  return initiateFor(call, { store, asked: body, currency, told, mandateId: null, verifies: false });
}

function deliveryOf(body: Request) {
  const checkout: Checkout | null =
    body.isCheckout && body.addressCallbackUrl
      ? { addressCallbackUrl: body.addressCallbackUrl, deliveryLimitedTo: body.deliveryLimitedTo ?? [] }
      : null;
  return {
    checkout,
    deliveryAddressAllowed: body.deliveryAddressAllowed ?? null,
    deliveryAddressDisallowedReasonCode: body.deliveryAddressDisallowedReasonCode ?? null,
  };
}
