import type { House } from "../../core/house.ts";
import { payers } from "../../core/payers/index.ts";
import { type Payment, payments } from "../../core/payments/index.ts";
import { Refusal } from "../../core/refusal.ts";
import { type Card, masked } from "../../core/vault/index.ts";
import {
  type Address,
  accept,
  extraTime,
  mandates,
  readUser,
  reject,
  request,
  type WalletAttempt,
  type WalletUser,
} from "../../core/wallet/index.ts";
import { type Addresses, addressBody } from "./callbacks/address.ts";
import { type AllowedCardType, chooseType } from "./card-types.ts";
import { Fault } from "./errors.ts";
import { type Handover, handOver, letterTo } from "./handover.ts";
import { type Told, toldBy } from "./told.ts";
import { cardFacts, cardsOf, isExpired } from "./users.ts";

/** A card that can pay, and as what. */
export type Eligible = { readonly card: Card; readonly type: AllowedCardType };

/** How long a payment waits for a machine that does not answer (facts 6). */
const patience = Temporal.Duration.from({ minutes: 5 });

/** A phone was entered: its user is asked, and, when a machine answers for it, does what that does (`reactionOf`).
 *  Refuses as core `request`. */
export async function requestPayment(
  house: House,
  { paymentId, userId }: { paymentId: string; userId: string },
): Promise<Payment> {
  const { phone } = await userById(house, userId);
  const reaction = house.reactionOf(phone);
  const within = reaction === "ignores" ? patience : undefined;
  const payment = await house.write((tx) => request(tx, { id: paymentId, payerId: userId, within }));
  if (reaction === "rejects") return house.write((tx) => reject(tx, { id: paymentId, payerId: userId }));
  if (reaction === "approves") await acceptPayment(house, { paymentId, userId });
  return payment;
}

/** The cards of a user that a payment takes, in the user's order. */
export async function eligibleCards(
  house: Pick<House, "reader" | "now">,
  payment: Pick<Payment, "details">,
  user: Pick<WalletUser, "id" | "cardId">,
): Promise<readonly Eligible[]> {
  return eligible(await cardsOf(house, user), toldBy(payment), house.now());
}

/** Of these cards those that are not expired and fit what was told. */
export function eligible(
  cards: readonly Card[],
  {
    allowedCardTypes,
    preferVisaPartOfVisaDankort,
  }: Pick<Told, "allowedCardTypes" | "preferVisaPartOfVisaDankort">,
  now: Temporal.Instant,
): Eligible[] {
  const wish = { allowed: allowedCardTypes, prefersVisa: preferVisaPartOfVisaDankort };
  return cards.flatMap((card) => {
    const type = isExpired(card, now) ? undefined : chooseType(cardFacts(card).types, wish);
    return type ? [{ card, type }] : [];
  });
}

/** How somebody approves. */
export type Approval = {
  readonly paymentId: string;
  readonly userId: string;
  /** The card, by its id or its last digits; the first that is eligible unless told. */
  readonly cardId?: string | undefined;
  readonly lastFour?: string | undefined;
  /** Of a checkout; the user's first address that it allows unless told. */
  readonly delivery?: Address | undefined;
  readonly billing?: Address | undefined;
};

/** The user swipes: the integrator is given the card, and before it the address, where the payment is a checkout.
 *  Refuses as core `accept`, and mandate_not_open. Faults: 4041 (no such card is eligible), 4043 (no address is). */
export async function acceptPayment(house: House, approval: Approval): Promise<WalletAttempt> {
  const { paymentId, userId } = approval;
  const [payment, user] = await Promise.all([
    house.reader.find(payments, { id: paymentId }),
    userById(house, userId),
  ]);
  // Nobody else's card is opened for it.
  if (payment?.method !== "wallet" || payment.payerId !== userId) throw new Refusal("payment_not_found");
  await refuseTerminated(house, payment);
  const told = toldBy(payment);
  const { card, type } = chosen(await eligibleCards(house, payment, user), approval);
  const { publicKeyId, minimumAge } = told;
  const handover = await handOver(house, { card, type, publicKeyId, amount: payment.amount });
  const addresses = addressesOf(approval, told, user);
  return house.write((tx) =>
    accept(tx, {
      id: paymentId,
      payerId: userId,
      cardId: card.id,
      cardType: type.name,
      means: handover.means,
      masked: masked(card),
      minimumAge,
      ...(told.checkout && { extension: extraTime }),
      letters: (attempt) => [letterOf(attempt, { payment, told, user, addresses, handover })],
    }),
  );
}

/** What activates an agreement is of no use once that is over. Refuses: mandate_not_open. */
async function refuseTerminated({ reader }: House, { mandateId }: Payment): Promise<void> {
  const mandate = mandateId ? await reader.find(mandates, { id: mandateId }) : undefined;
  if (mandate?.state === "terminated") throw new Refusal("mandate_not_open");
}

function chosen(cards: readonly Eligible[], { cardId, lastFour }: Approval): Eligible {
  const found = cards.find(
    ({ card }) =>
      (cardId === undefined || card.id === cardId) && (lastFour === undefined || card.lastFour === lastFour),
  );
  if (!found) throw new Fault(4041);
  return found;
}

/** Where a checkout goes; undefined for other payments. Faults: 4043. */
function addressesOf(
  { delivery, billing }: Approval,
  { checkout, deliveryAddressAllowed }: Told,
  { addresses }: WalletUser,
): Addresses | undefined {
  if (!checkout) return undefined;
  const { deliveryLimitedTo } = checkout;
  const isReached = ({ country }: Address) =>
    deliveryLimitedTo.length === 0 || deliveryLimitedTo.includes(country);
  const chosen = (delivery ? [delivery] : addresses).find(isReached);
  const billed = billing ?? chosen ?? addresses[0];
  if (!billed || (deliveryAddressAllowed && !chosen)) throw new Fault(4043);
  return { billing: billed, delivery: deliveryAddressAllowed ? (chosen ?? null) : null };
}

function letterOf(
  attempt: WalletAttempt,
  {
    payment,
    told,
    user,
    addresses,
    handover,
  }: {
    payment: Payment;
    told: Told;
    user: WalletUser;
    addresses: Addresses | undefined;
    handover: Handover;
  },
) {
  const card = { kind: "card", destination: handover.url, json: handover.body(attempt) };
  if (!told.checkout || !addresses) return letterTo(payment, attempt, card);
  const { kind, destination, json } = card;
  return letterTo(payment, attempt, {
    kind: "address",
    destination: told.checkout.addressCallbackUrl,
    json: addressBody({ paymentId: payment.id, attemptId: attempt.id, user, addresses }),
    followUp: { kind, destination, body: JSON.stringify(json) },
  });
}

async function userById({ reader }: Pick<House, "reader">, id: string): Promise<WalletUser> {
  const payer = await reader.find(payers, { id });
  if (payer?.state !== "active") throw new Refusal("payer_not_found");
  return readUser(payer);
}
