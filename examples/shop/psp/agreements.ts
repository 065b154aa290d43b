import { randomUUID } from "node:crypto";
import { inTurn } from "../in-turn.ts";
import { authorize, type Decline, declineOf, type KnownCard, resultOf } from "./acquirer.ts";
import type { Authorizations } from "./authorizations.ts";
import type { Card } from "./card-data.ts";
import type { Result } from "./mobilepay.ts";
import type { Office } from "./office.ts";
import { Declined, declined, type Order, type Payment, type Payments } from "./payments.ts";

/** What the shop has charged without the customer. */
export type Charge = {
  orderId: string;
  amount: number;
  walletId?: string;
  reference: string;
  state: "open" | "paid" | "declined";
  decline?: Decline;
  /** What the bank has said, as long as the wallet has not heard it. */
  unheard?: Result;
};

export type Agreement = {
  id: string;
  walletId: string;
  state: "proposed" | "active" | "ended";
  websiteUrl: string;
  currency: string;
  first: Payment;
  card?: KnownCard;
  /** The user has to choose a card before anything can be charged. */
  needsCard: boolean;
  charges: Map<string, Charge>;
  /** The last other card, which the wallet may not have heard of. */
  update?: string;
};

export type Agreements = ReturnType<typeof createAgreements>;

const kept = 2_000;

export function createAgreements(office: Office, authorizations: Authorizations, payments: Payments) {
  const { wallet } = office;
  const agreements = new Map<string, Agreement>();
  const byWalletId = (id: string) => [...agreements.values()].find(({ walletId }) => walletId === id);

  const initiate = async (agreement: Agreement, charge: Charge) => {
    const { card } = agreement;
    if (charge.walletId || !card) return;
    const answer = await wallet.initiateCharge(agreement.walletId, {
      amount: charge.amount,
      currencyCode: agreement.currency,
      last4: card.lastFour,
      merchantOrderId: charge.orderId,
      merchantUrl: agreement.websiteUrl,
      pspReferenceId: charge.reference,
      autoCapture: true,
    });
    if (answer.outcome === "accepted") charge.walletId = answer.body.paymentId;
    else if (answer.outcome === "refused" && answer.code === otherCard)
      fail(agreement, charge, { code: Number(otherCard), text: "The card has changed at MobilePay." });
    else throw declined(answer);
  };

  const report = async (charge: Charge) => {
    if (!charge.walletId || !charge.unheard) return;
    const answer = await wallet.reportCharge(charge.walletId, charge.unheard);
    if (answer.outcome === "unreachable") throw declined(answer);
    const { succeeded } = charge.unheard;
    delete charge.unheard;
    if (answer.outcome === "refused") throw declined(answer);
    if (succeeded) Object.assign(charge, { state: "paid", decline: undefined });
  };

  const collect = async (agreement: Agreement, charge: Charge) => {
    if (charge.state === "paid") return;
    // The bank has said yes and nobody heard it: asking the bank again would take the money twice.
    if (charge.unheard) return report(charge);
    await initiate(agreement, charge);
    const { card } = agreement;
    if (!charge.walletId || !card) return;
    const code = authorize(card, { amount: charge.amount, at: await office.now(), isCharge: true });
    charge.unheard = resultOf(code);
    if (code !== undefined) fail(agreement, charge, declineOf(code));
    await report(charge);
  };

  return {
    find: (id: string) => agreements.get(id),

    /** An agreement with its first payment, which the user approves together with it. */
    async propose(order: Order, { websiteUrl }: { websiteUrl: string }): Promise<Agreement> {
      const { merchantId } = await office.standing();
      const id = randomUUID();
      const proposed = await wallet.propose({
        merchantId,
        merchantName: office.merchantName,
        merchantLogoUrl: "https://no-logo.png",
        externalAgreementId: order.orderId,
        merchantWebsiteUrl: websiteUrl,
        recurringAgreementCallbackUrl: office.callbackUrl("agreement"),
        updateCardCallbackUrl: office.callbackUrl("card-update"),
      });
      if (proposed.outcome !== "accepted") throw declined(proposed);
      const walletId = proposed.body.recurringAgreementId;
      const activated = (card: KnownCard) => {
        const agreement = agreements.get(id);
        if (agreement?.state === "proposed") Object.assign(agreement, { state: "active", card });
      };
      const first = await payments.start(order, { walletId, activated });
      const { currency } = order;
      const agreement: Agreement = {
        id,
        walletId,
        state: "proposed",
        websiteUrl,
        currency,
        first,
        needsCard: false,
        charges: new Map(),
      };
      agreements.set(id, agreement);
      const oldest = agreements.keys().next().value;
      if (agreements.size > kept && oldest) agreements.delete(oldest);
      return agreement;
    },

    /** Charges an order once: asked again, it is paid already, or tried again with the card there is. */
    async charge(
      agreement: Agreement,
      { orderId, amount }: { orderId: string; amount: number },
    ): Promise<Charge> {
      await authorizations.remind(agreement.update);
      return inTurn(agreement, async () => {
        if (agreement.state !== "active") throw new Declined("not_active", "The agreement is not active.");
        const known = agreement.charges.get(orderId);
        if (known && known.amount !== amount)
          throw new Declined("key_reused", "This order was charged with another amount.");
        const charge: Charge = known ?? { orderId, amount, reference: randomUUID(), state: "open" };
        agreement.charges.set(orderId, charge);
        await collect(agreement, charge);
        return charge;
      });
    },

    end: (agreement: Agreement): Promise<void> =>
      inTurn(agreement, async () => {
        if (agreement.state === "ended") return;
        const answer = await wallet.terminate(agreement.walletId);
        if (answer.outcome !== "accepted") throw declined(answer);
        agreement.state = "ended";
      }),

    takeState(walletId: string, state: "Activated" | "Terminated"): void {
      const agreement = byWalletId(walletId);
      // What is active is known from the first payment, which came with the card.
      if (agreement && state === "Terminated") agreement.state = "ended";
    },

    /** The user has chosen another card: it is looked at, and charged with what is open. */
    takeCard(walletId: string, updateId: string, open: () => Promise<Card>): Promise<void> | undefined {
      const agreement = byWalletId(walletId);
      if (!agreement) return undefined;
      const target = {
        amount: 0,
        currency: agreement.currency,
        report: (result: Result) => wallet.reportCard(walletId, updateId, result),
        declined() {},
        approved: (card: KnownCard) =>
          inTurn(agreement, async () => {
            Object.assign(agreement, { card, needsCard: false });
            for (const charge of agreement.charges.values()) await collect(agreement, charge);
          }),
      };
      agreement.update = updateId;
      return authorizations.take(updateId, target, open);
    },
  };
}

const otherCard = "2110";

function fail(agreement: Agreement, charge: Charge, decline: Decline): void {
  agreement.needsCard = true;
  Object.assign(charge, { state: "declined", decline });
}
