import type { House } from "../../../core/house.ts";
import type { StoreFacts } from "../../../core/merchants/index.ts";
import { isObject, textAt } from "../../toolkit/json.ts";
import type { Call } from "../call.ts";
import { Fault } from "../errors.ts";
import type { Order } from "../order.ts";
import type { Purse } from "../purse.ts";

/** What the card's bank said of the holder; null: it did not want to see them. */
type Authentication = { readonly reference: string; readonly eci: string };

/** The payment that a proof is about: another amount, card or reference needs another one. */
export type Subject = {
  readonly reference: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly fingerprint: string;
};

/** How long a shop may take to post the payment. */
const goodFor = Temporal.Duration.from({ hours: 1 });

/** The `mpi_ref` that tells us later what came out: sealed, so that nobody makes one up. */
export function sealProof(
  house: House,
  facts: StoreFacts,
  subject: Subject,
  authentication: Authentication | null,
): string {
  const expiresAt = house.now().add(goodFor);
  return house.keyring.sealTransient(authentication, { context: contextOf(facts, subject), expiresAt });
}

/** The purse with what `ref` proves of its holder (facts 4.3). A `ref` without `eci` and `provider_ref` is none of
 *  ours, and means nothing. Faults 169 when it does not prove anything about this payment. */
export function withProof({ house, facts, params }: Call, order: Order, purse: Purse): Purse {
  const proof = textAt(params, "ref", 4_000);
  if (!proof || (!textAt(params, "eci") && !textAt(params, "provider_ref"))) return purse;
  const fingerprint = house.keyring.fingerprint(facts.merchant.id, purse.card.number);
  const context = contextOf(facts, { ...order, fingerprint });
  const authentication = house.keyring.openTransient(proof, { context, now: house.now() });
  if (authentication === undefined) throw new Fault("errors.mpi.not_approved");
  if (!isObject(authentication)) return purse;
  return { ...purse, instrument: { ...purse.instrument, authentication: authentication as Authentication } };
}

function contextOf({ store }: StoreFacts, { reference, amount, currency, fingerprint }: Subject): string {
  return JSON.stringify(["mondido mpi", store.id, reference, String(amount), currency, fingerprint]);
}
