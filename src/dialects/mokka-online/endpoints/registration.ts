import { open } from "../../../core/checkouts/index.ts";
import { uuidOf } from "../../../platform/ids/index.ts";
import { isSetAt, objectAt } from "../../toolkit/json.ts";
import { replies } from "../errors.ts";
import type { Operation } from "../operation.ts";
import { findUrl, readApplicant, readCallbackUrl, readOrderId, readUrl } from "../read.ts";
import { formUrl } from "../returns.ts";

const lifetime = Temporal.Duration.from({ hours: 24 });

/** Registration: a form in which the shopper gets a limit. The same order_id again has the same link. */
export const registration: Operation = {
  name: "registration",
  paths: ["/factoring/v1/limit/auth"],
  async run({ house, facts, body, baseUrl }) {
    const { store, merchant } = facts;
    const reference = readOrderId(objectAt(body, "current_order"));
    const opening = {
      id: uuidOf(`registration:${store.id}:${reference}`),
      merchantId: store.merchantId,
      storeId: store.id,
      lenderId: merchant.lenderId,
      dialect: store.dialect,
      purpose: "registration",
      paymentId: null,
      reference,
      wantedTerm: null,
      callbackUrl: readCallbackUrl(body, house),
      redirectUrl: readUrl(body, "redirect_url", replies.redirectMissing),
      termsUrl: findUrl(body, "terms_url"),
      skipResultPage: isSetAt(body, "skip_result_page"),
      applicant: readApplicant(body, store),
      expiresAt: house.now().add(lifetime),
    } as const;
    const { token } = await house.write((tx) => open(tx, opening, { goOn: false }));
    return { iframe_url: formUrl(baseUrl, "registration", token) };
  },
};
