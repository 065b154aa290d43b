import { randomBytes } from "node:crypto";
import { inTurn } from "./in-turn.ts";
import { cardLabel, pspFailure } from "./mobilepay-payments.ts";
import type { MokaClock } from "./moka-clock.ts";
import { type Customer, type Notice, newToken } from "./orders.ts";
import { newPressable, type Pressable } from "./press.ts";
import * as psp from "./psp-client.ts";

export type TeaDelivery = {
  orderId: string;
  dueOn: Temporal.PlainDate;
  state: "open" | "paid" | "declined";
  /** Why the bank said no. */
  decline?: string;
};

/** Somebody who gets tea each month, and has agreed to be charged for it with MobilePay. */
export type TeaDrinker = {
  id: string;
  /** Stands in the address of the customer's own page, which needs no cookie. */
  key: string;
  customer: Pick<Customer, "firstName" | "surname" | "email">;
  agreementId: string;
  payUrl: string;
  /** `waiting` until the first payment is approved. */
  state: "waiting" | "active" | "ended";
  endedBy?: "shop" | "customer";
  begunOn?: Temporal.PlainDate;
  card?: string;
  needsCard: boolean;
  /** Why the first payment is not there. */
  decline?: string;
  deliveries: TeaDelivery[];
  page: Pressable;
};

export type Tea = {
  isOffered: boolean;
  byKey(key: string): TeaDrinker | undefined;
  /** Newest first. */
  list(): TeaDrinker[];
  begin(
    customer: TeaDrinker["customer"],
    publicUrl: string,
  ): Promise<{ drinker: TeaDrinker } | { refused: Notice }>;
  /** Asks the PSP how the agreement stands. */
  refresh(drinker: TeaDrinker): Promise<Notice | undefined>;
  /** Charges what is due; `again` also what the bank has declined. */
  run(options?: { again: boolean }): Promise<void>;
  end(drinker: TeaDrinker): Promise<Notice>;
};

/** In øre. */
export const teaPrice = 89_00;

const zone = "Europe/Copenhagen";
const kept = 2_000;

export function createTea(connection: psp.PspConnection | undefined, clock: MokaClock): Tea {
  const drinkers = new Map<string, TeaDrinker>();
  const all = () => [...drinkers.values()];
  const today = async () => (await clock.ask()).toZonedDateTimeISO(zone).toPlainDate();

  const take = async (drinker: TeaDrinker, told: psp.PspAgreement) => {
    const { state, card, needsCard, first } = told;
    drinker.needsCard = needsCard;
    if (card) drinker.card = cardLabel(card);
    if (first.decline) drinker.decline = first.decline.text;
    else delete drinker.decline;
    if (state === "active" && drinker.state === "waiting") {
      const begunOn = await today();
      Object.assign(drinker, { state, begunOn });
      drinker.deliveries.push({ orderId: orderIdOf(drinker, 0), dueOn: begunOn, state: "paid" });
    }
    if (state === "ended" && drinker.state !== "ended")
      Object.assign(drinker, { state, endedBy: "customer" });
    for (const { orderId, state, decline } of told.charges) {
      const delivery = drinker.deliveries.find((one) => one.orderId === orderId);
      if (delivery) Object.assign(delivery, { state, decline: decline?.text });
    }
  };

  const ask = async (drinker: TeaDrinker) => {
    if (!connection) return notConnected();
    const answer = await psp.getAgreement(connection, drinker.agreementId);
    if (answer.outcome !== "accepted") return pspFailure(answer, "Nothing was changed.");
    await take(drinker, answer.body);
    return undefined;
  };

  const charge = async (drinker: TeaDrinker, { orderId }: TeaDelivery) => {
    if (!connection) return;
    const answer = await psp.charge(connection, drinker.agreementId, { orderId, amount: teaPrice });
    if (answer.outcome === "accepted") await take(drinker, answer.body);
  };

  const chargeDue = async (drinker: TeaDrinker, again: boolean) => {
    const day = await today();
    while (drinker.state === "active" && drinker.begunOn) {
      const dueOn = nextTeaOn(drinker);
      if (!dueOn || Temporal.PlainDate.compare(dueOn, day) > 0) break;
      drinker.deliveries.push({
        orderId: orderIdOf(drinker, drinker.deliveries.length),
        dueOn,
        state: "open",
      });
    }
    for (const delivery of drinker.deliveries)
      if (
        drinker.state === "active" &&
        (delivery.state === "open" || (again && delivery.state === "declined"))
      )
        await charge(drinker, delivery);
  };

  return {
    isOffered: connection !== undefined,
    byKey: (key) => all().find((one) => one.key === key),
    list: () => all().reverse(),

    async begin(customer, publicUrl) {
      if (!connection) return { refused: notConnected() };
      const [id, key] = [`TEA-${randomBytes(4).toString("hex").toUpperCase()}`, newToken()];
      const answer = await psp.proposeAgreement(connection, {
        orderId: id,
        amount: teaPrice,
        currency: "DKK",
        returnUrl: `${publicUrl}/tea/${key}`,
        websiteUrl: `${publicUrl}/tea`,
        isTaken: true,
      });
      if (answer.outcome !== "accepted")
        return { refused: pspFailure(answer, "Please try again in a moment.") };
      const drinker: TeaDrinker = {
        id,
        key,
        customer,
        agreementId: answer.body.id,
        payUrl: answer.body.first.payUrl,
        state: "waiting",
        needsCard: false,
        deliveries: [],
        page: newPressable(),
      };
      drinkers.set(id, drinker);
      const oldest = drinkers.keys().next().value;
      if (drinkers.size > kept && oldest) drinkers.delete(oldest);
      return { drinker };
    },

    refresh: (drinker) => inTurn(drinker, () => ask(drinker)),

    async run({ again } = { again: false }) {
      for (const drinker of all())
        await inTurn(drinker, async () => {
          if (drinker.state === "ended") return;
          // Whoever has ended it on the phone is not charged any more.
          if (!(await ask(drinker))) await chargeDue(drinker, again);
        });
    },

    end: (drinker) =>
      inTurn(drinker, async () => {
        if (!connection) return notConnected();
        if (drinker.state === "ended") return { tone: "good", text: "This subscription had ended already." };
        const answer = await psp.endAgreement(connection, drinker.agreementId);
        if (answer.outcome !== "accepted") return pspFailure(answer, "Please try again in a moment.");
        Object.assign(drinker, { state: "ended", endedBy: "shop" });
        return { tone: "good", text: "The subscription has ended. Nothing more is charged." };
      }),
  };
}

/** The day of the next delivery: the same of each month, or the last of a shorter one. */
export function nextTeaOn({ begunOn, deliveries }: TeaDrinker): Temporal.PlainDate | undefined {
  return begunOn?.add({ months: deliveries.length });
}

/** Changes when anything changes that a page shows. */
export function pictureOfTea({ state, card, needsCard, decline, deliveries }: TeaDrinker): string {
  return [state, card, needsCard, decline, ...deliveries.map((one) => one.state)].join(" ");
}

function orderIdOf({ id }: TeaDrinker, number: number): string {
  return `${id}-${number + 1}`;
}

function notConnected(): Notice {
  return { tone: "bad", text: "MobilePay is not connected." };
}
