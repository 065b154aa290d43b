import type { Billing, Charge, Subscription } from "../../core/agreements/index.ts";
import { masked } from "../../core/vault/index.ts";
import { feeOf } from "./fees.ts";
import { writeAmount } from "./money.ts";
import { coreItems } from "./order.ts";
import type { PaymentDetails } from "./read/index.ts";
import type { Kept, WireItem } from "./told.ts";

/** What is kept of a subscription. JSON. */
export type Signed = {
  /** The subscription's own, which the merchant may change. */
  readonly metadata: unknown;
  /** The plan's name. */
  readonly name: string;
  /** What each charge repeats of the payment that it began with. */
  readonly first: {
    readonly customerRef: string;
    readonly metadata: unknown;
    readonly paymentDetails: PaymentDetails | null;
    readonly segmentation: string | null;
  };
};

export function signedBy({ details }: Pick<Subscription, "details">): Signed {
  return details as unknown as Signed;
}

/** After how many days a failed charge is tried again, counted from its first attempt, unless the store says
 *  otherwise. The provider has not published its own. */
const retryDays: readonly number[] = [1, 3, 5, 7];

/** How subscriptions are charged (facts 4.4). */
export const billing: Billing = {
  order: (charge) => {
    const { subscription, step, card } = charge;
    const items = itemsOf(charge);
    return {
      reference: `${nameOf(subscription)}-${(step.period ?? 0) + 1}`,
      details: { items: coreItems(items), told: toldOf(subscription, items) },
      instrument: {
        brand: String(card.details.type ?? card.brand.toUpperCase()),
        masked: masked(card),
        holder: card.holder,
      },
    };
  },
  feeOf,
  retryAt({ step, settings, now }) {
    const days = settings.retryDays ?? retryDays;
    const next = days[step.attempts - 1];
    if (next === undefined) return null;
    return now.add({ hours: 24 * (next - (days[step.attempts - 2] ?? 0)) });
  },
  afterGivingUp: ({ afterRetries }) => afterRetries ?? "cancel",
};

/** How items, and references of charges, call a subscription. */
function nameOf({ number }: Subscription): string {
  return `subscription${number}`;
}

/** The subscription itself, its own items, and what was owed. */
function itemsOf({ subscription, step }: Charge): readonly WireItem[] {
  const { price, multiplier, currency, items } = subscription;
  const line = (artno: string, description: string, amount: bigint, qty: number): WireItem => ({
    artno,
    description,
    amount: writeAmount(amount, currency),
    qty,
    vat: "0.00",
    discount: null,
  });
  const own = line(nameOf(subscription), signedBy(subscription).name, price * BigInt(multiplier), multiplier);
  const debt = step.debt > 0n ? [line("debt", "Debt", step.debt, 1)] : [];
  return [own, ...items.map(({ told }) => told as WireItem), ...debt];
}

/** What a charge is told to be about; what it leaves out says nothing. */
function toldOf(subscription: Subscription, items: readonly WireItem[]): Partial<Kept> {
  return {
    ...signedBy(subscription).first,
    items,
    subscriptionQuantity: subscription.multiplier,
    subscription: String(subscription.number),
  };
}
