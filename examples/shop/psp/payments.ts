import { randomUUID } from "node:crypto";
import { inTurn } from "../in-turn.ts";
import type { Decline, KnownCard } from "./acquirer.ts";
import type { Authorizations, Target } from "./authorizations.ts";
import type { Card } from "./card-data.ts";
import type { Deed, Refused } from "./mobilepay.ts";
import type { Office } from "./office.ts";

/** Who the wallet says that the customer is, and where a checkout goes. */
export type Recipient = {
  firstName: string;
  surname: string;
  email: string;
  phone: string;
  /** Lines of an address. */
  delivery: string[];
};

export type Order = {
  orderId: string;
  /** In minor units. */
  amount: number;
  currency: string;
  returnUrl: string;
  /** The wallet asks its user where to send it. */
  isCheckout: boolean;
  /** Taken as soon as it is approved; otherwise only reserved. */
  isTaken: boolean;
};

export type Payment = Order & {
  id: string;
  walletId: string;
  payUrl: string;
  state: "open" | "approved" | "expired" | "withdrawn";
  captured: number;
  canceled: number;
  refunded: number;
  card?: KnownCard;
  isSecured: boolean;
  /** Why the last card was not taken; the user may still choose another one. */
  decline?: Decline;
  recipient?: Recipient;
  attempts: string[];
  moves: Map<string, { deed: Deed; amount: number; at: Temporal.Instant; isDone: boolean }>;
};

export type Payments = ReturnType<typeof createPayments>;

/** What is not done, in words for the shop. */
export class Declined extends Error {
  readonly code: string;

  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

const cardTypes = ["DANKORT", "VISA-DEBIT", "VISA-CREDIT", "ELEC-DEBIT", "MC-DEBIT", "MC-CREDIT"];
const kept = 2_000;
const reservedFor = { hours: 7 * 24 };

export function createPayments(office: Office, authorizations: Authorizations) {
  const { wallet } = office;
  const payments = new Map<string, Payment>();
  const byWalletId = (id: string) => [...payments.values()].find(({ walletId }) => walletId === id);

  const target = (payment: Payment, attemptId: string, activated?: (card: KnownCard) => void): Target => ({
    amount: payment.amount,
    currency: payment.currency,
    report: (result) => wallet.report(payment.walletId, attemptId, result),
    async approved(card, isSecured) {
      Object.assign(payment, { state: "approved", card, isSecured, decline: undefined });
      activated?.(card);
      if (payment.isTaken) {
        payment.captured = payment.amount;
        return;
      }
      const ends = (await office.now()).add(reservedFor);
      const told = await wallet.update(payment.walletId, { reservationExpireTimestamp: ends.toString() });
      if (told.outcome !== "accepted") office.warn("the wallet does not know how long a reservation holds");
    },
    declined(decline) {
      if (payment.state === "open") payment.decline = decline;
    },
  });

  const asked = (payment: Pick<Payment, "id"> & Order, publicKeyId: number) => ({
    merchantLogoUrl: "https://no-logo.png",
    merchantOrderId: payment.orderId,
    merchantUrl: new URL(payment.returnUrl).origin,
    pspReferenceId: payment.id,
    amount: payment.amount,
    currencyCode: payment.currency,
    publicKeyId,
    allowedCardTypes: allowedCardTypes(office),
    redirectFromMobilePayUrl: payment.returnUrl,
    failedPaymentCallbackUrl: office.callbackUrl("failed"),
    autoCapture: payment.isTaken,
    customerLanguageCode: "EN",
  });

  const activations = new Map<string, (card: KnownCard) => void>();

  return {
    find: (id: string) => payments.get(id),

    /** Asks the wallet for a payment; with an agreement for its first one, and `activated` once that is paid. */
    async start(
      order: Order,
      agreement?: { walletId: string; activated: (card: KnownCard) => void },
    ): Promise<Payment> {
      const { merchantId, publicKeyId } = await office.standing();
      const id = randomUUID();
      const fields = asked({ ...order, id }, publicKeyId);
      const checkout = order.isCheckout && {
        isCheckout: true,
        addressCallbackUrl: office.callbackUrl("address"),
        deliveryAddressAllowed: true,
      };
      const answer = agreement
        ? await wallet.initiateFirst(agreement.walletId, fields)
        : await wallet.initiate({ ...fields, ...checkout, merchantId, merchantName: office.merchantName });
      if (answer.outcome !== "accepted") throw declined(answer);
      const { paymentId: walletId, redirectToMobilePayUrl: payUrl } = answer.body;
      const payment: Payment = {
        ...order,
        id,
        walletId,
        payUrl,
        state: "open",
        captured: 0,
        canceled: 0,
        refunded: 0,
        isSecured: false,
        attempts: [],
        moves: new Map(),
      };
      payments.set(id, payment);
      if (agreement) activations.set(id, agreement.activated);
      const oldest = payments.keys().next().value;
      if (payments.size > kept && oldest) {
        payments.delete(oldest);
        activations.delete(oldest);
      }
      return payment;
    },

    /** How it stands. A result that the wallet has not heard is told again. */
    async look(payment: Payment): Promise<Payment> {
      if (payment.state === "open") await authorizations.remind(payment.attempts.at(-1));
      return payment;
    },

    /** Answers whether the payment is ours. */
    takeCard(walletId: string, attemptId: string, open: () => Promise<Card>): Promise<void> | undefined {
      const payment = byWalletId(walletId);
      if (!payment) return undefined;
      if (!payment.attempts.includes(attemptId)) payment.attempts.push(attemptId);
      return authorizations.take(attemptId, target(payment, attemptId, activations.get(payment.id)), open);
    },

    takeRecipient(walletId: string, recipient: Recipient): void {
      const payment = byWalletId(walletId);
      if (payment) payment.recipient = recipient;
    },

    /** The time to approve is over. */
    expire(walletId: string): void {
      const payment = byWalletId(walletId);
      if (payment?.state === "open") payment.state = "expired";
    },

    /** Takes a payment back that nobody has approved. A bank that still asks its customer is told to stop first. */
    withdraw: (payment: Payment): Promise<void> =>
      inTurn(payment, async () => {
        if (payment.state === "withdrawn" || payment.state === "expired") return;
        const attempt = authorizations.find(payment.attempts.at(-1) ?? "");
        if (attempt) await authorizations.withdraw(attempt);
        const answer = await wallet.invalidate(payment.walletId);
        const isOver = answer.outcome === "refused" && over.includes(answer.code);
        if (answer.outcome !== "accepted" && !isOver) throw declined(answer);
        payment.state = "withdrawn";
      }),

    /** Captures, cancels or refunds a part or all. The same key is the same deed. */
    move: (payment: Payment, deed: Deed, { amount, key }: { amount: number; key: string }): Promise<void> =>
      inTurn(payment, async () => {
        const known = payment.moves.get(key);
        if (known && (known.deed !== deed || known.amount !== amount))
          throw new Declined("key_reused", "This key was used for something else.");
        if (known?.isDone) return;
        if (!known && (payment.state !== "approved" || amount > leftFor(payment, deed)))
          throw new Declined("amount_too_high", "More than there is.");
        const move = known ?? { deed, amount, at: await office.now(), isDone: false };
        payment.moves.set(key, move);
        const answer = await wallet.record(deed, payment.walletId, { amount, identifier: key, at: move.at });
        if (answer.outcome === "refused") payment.moves.delete(key);
        if (answer.outcome !== "accepted") throw declined(answer);
        move.isDone = true;
        payment[sums[deed]] += amount;
      }),
  };
}

/** Kassa's numbers for a payment that is closed or expired: there is nothing left to take back. */
const over = ["4010", "4011"];

const sums = { capture: "captured", cancel: "canceled", refund: "refunded" } as const;

function leftFor({ amount, captured, canceled, refunded }: Payment, deed: Deed): number {
  return deed === "refund" ? captured - refunded : amount - captured - canceled;
}

/** Every type with an address for its number; networks that have tokens may send those instead. */
export function allowedCardTypes(office: Office): object[] {
  return cardTypes.map((name) => ({
    name,
    encryptedPanCallbackUrl: office.callbackUrl("card"),
    ...(name !== "DANKORT" && { tokenCallbackUrl: office.callbackUrl("token") }),
  }));
}

export function declined(refused: Refused): Declined {
  return refused.outcome === "refused"
    ? new Declined(refused.code, refused.message)
    : new Declined("no_answer", "The wallet did not answer.");
}
