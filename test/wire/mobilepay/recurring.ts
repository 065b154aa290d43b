import { acceptCardChange } from "../../../src/dialects/mobilepay/change-card.ts";
import { cardsOf, userOf } from "../../../src/dialects/mobilepay/users.ts";
import type { Receiver } from "../../support/receiver.ts";
import { type Answer, type Fields, type Psp, phone } from "./psp.ts";

export const recurring = "/api/v3/recurring";

/** What an agreement is proposed with. */
export function agreementSheet(psp: Psp, { url }: Pick<Receiver, "url">, more: Fields = {}): Fields {
  return {
    merchantId: psp.account.merchantId,
    merchantName: "Gedekid og Smoothies",
    merchantLogoUrl: "https://no-logo.png",
    externalAgreementId: psp.name("agreement"),
    merchantWebsiteUrl: "https://gedekid.example.com",
    recurringAgreementCallbackUrl: `${url}/agreement`,
    updateCardCallbackUrl: `${url}/card`,
    ...more,
  };
}

export async function propose(psp: Psp, receiver: Pick<Receiver, "url">, more: Fields = {}): Promise<string> {
  return (await psp.ask("POST", recurring, agreementSheet(psp, receiver, more))).recurringAgreementId;
}

export function initiateCit(
  psp: Psp,
  agreementId: string,
  receiver: Pick<Receiver, "url">,
  more: Fields = {},
): Promise<Answer> {
  const path = `${recurring}/payments/customer-initiated?agreementId=${agreementId}`;
  return psp.call("POST", path, psp.orderless(receiver, more));
}

/** An agreement that its user has approved with a first payment. */
export async function activated(
  psp: Psp,
  receiver: Receiver,
  more: Fields = {},
): Promise<{ agreementId: string; paymentId: string; callback: Receiver["calls"][number]["json"] }> {
  const agreementId = await propose(psp, receiver);
  const { json } = await initiateCit(psp, agreementId, receiver, more);
  const { paymentId } = json;
  const { attemptId, callback } = await psp.accept(receiver, paymentId);
  const before = receiver.calls.length;
  const { http, text } = await psp.answer(paymentId, attemptId);
  if (http !== 204) throw new Error(`the answer was ${http} ${text}`);
  await receiver.received(before + 1);
  return { agreementId, paymentId, callback };
}

export function charge(psp: Psp, agreementId: string, more: Fields = {}): Promise<Answer> {
  return psp.call("POST", `${recurring}/payments/merchant-initiated?agreementId=${agreementId}`, {
    amount: 1000,
    currencyCode: "DKK",
    last4: "9992",
    merchantOrderId: psp.name("order"),
    merchantUrl: "https://gedekid.example.com",
    pspReferenceId: psp.name("psp"),
    ...more,
  });
}

export function answerCharge(
  psp: Psp,
  paymentId: string,
  result: Fields = { succeeded: true },
): Promise<Answer> {
  return psp.call("PATCH", `${recurring}/payments/merchant-initiated/${paymentId}`, result);
}

/** The user chooses another card on the phone; resolves to what the integrator was told. */
export async function chooseCard(psp: Psp, receiver: Receiver, agreementId: string, last4: string) {
  const { house } = psp.kassa;
  const user = await userOf(house, phone);
  const cards = user ? await cardsOf(house, user) : [];
  const card = cards.find(({ lastFour }) => lastFour === last4);
  if (!user || !card) throw new Error(`nobody has a card ending in ${last4}`);
  const before = receiver.calls.length;
  await acceptCardChange(house, { agreementId, userId: user.id, cardId: card.id });
  await receiver.received(before + 1);
  return receiver.calls[before]?.json;
}

export function answerCard(
  psp: Psp,
  agreementId: string,
  paymentId: string,
  result: Fields = { succeeded: true },
): Promise<Answer> {
  return psp.call("PATCH", `${recurring}/${agreementId}/card/${paymentId}`, result);
}
