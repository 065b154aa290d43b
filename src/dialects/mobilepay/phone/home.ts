import type { Payment } from "../../../core/payments/index.ts";
import { cards } from "../../../core/vault/index.ts";
import { mandatesOfPayer, movementsOf, paymentsInWallet } from "../../../core/wallet/index.ts";
import type { Asking, Message } from "../../../pages/wallet/index.ts";
import { agreementToldBy, mitToldBy, toldBy } from "../told.ts";
import { declineOf, merchantOf, momentText, stateOf } from "./shown.ts";
import { sendScreen, type UserVisit } from "./visit.ts";

const mostLooked = 100;
const mostMessages = 6;
/** How long something is news. */
const newsTime = Temporal.Duration.from({ hours: 24 * 7 });

/** What asks for an approval, and what has happened. */
export async function home(visit: UserVisit) {
  const { house, user } = visit;
  const now = house.now();
  const inWallet = await paymentsInWallet(house.reader, user.id, mostLooked);
  const open = inWallet.filter((one) => one.method === "wallet" && stateOf(one, now) === "open");
  const requests = open.map((payment): Asking => {
    const { id, amount, currency, details, mandateId } = payment;
    return {
      id,
      merchant: merchantOf(toldBy(payment)),
      amount: { amount, currency },
      isVerification: details.verifies === true,
      isAgreement: mandateId !== null,
    };
  });
  const messages = [...(await aboutAgreements(visit)), ...(await aboutPayments(visit, inWallet))];
  return sendScreen(visit, {
    name: "home",
    firstName: user.firstName,
    requests,
    messages: messages.slice(0, mostMessages),
  });
}

async function aboutAgreements({ house, user }: UserVisit): Promise<Message[]> {
  const [mandates, all] = await Promise.all([
    mandatesOfPayer(house.reader, user.id),
    house.reader.list(cards, { payerId: user.id }),
  ]);
  const usable = new Set(all.filter(({ state }) => state === "active").map(({ id }) => id));
  const since = house.now().subtract(newsTime);
  return mandates.flatMap((mandate): Message[] => {
    const { id, state, cardId, terminatedAt } = mandate;
    const about = {
      merchantName: agreementToldBy(mandate).merchantName,
      href: `/phone/agreements/${id}`,
    };
    if (state === "active" && !usable.has(cardId ?? "")) return [{ kind: "no_card", ...about }];
    const isNews = terminatedAt && Temporal.Instant.compare(terminatedAt, since) > 0;
    return isNews ? [{ kind: "ended", ...about }] : [];
  });
}

/** What happened without the user: charges under agreements, and what was paid back. */
async function aboutPayments(visit: UserVisit, inWallet: readonly Payment[]): Promise<Message[]> {
  const { house } = visit;
  const since = house.now().subtract(newsTime);
  const isNews = (at: Temporal.Instant | null) => at !== null && Temporal.Instant.compare(at, since) > 0;
  const movements = await movementsOf(
    house.reader,
    inWallet.map(({ id }) => id),
  );
  const refunds = movements.filter(({ kind, createdAt }) => kind === "refund" && isNews(createdAt));
  const told = inWallet.flatMap((payment) => {
    const { id, amount, captured, currency, method, state, processedAt, capturedAt } = payment;
    const about = { merchantName: mitToldBy(payment).merchantName, href: `/phone/payments/${id}` };
    const happened = (kind: "charge_failed" | "paid" | "refunded", sum: bigint, at: Temporal.Instant) => {
      const reason = kind === "charge_failed" ? declineOf(payment) : undefined;
      const money = { amount: sum, currency };
      const message = { kind, ...about, amount: money, at: momentText(at, visit), ...(reason && { reason }) };
      return [{ at, message }];
    };
    const isCharge = method === "mandate";
    return [
      ...(isCharge && state === "declined" && processedAt && isNews(processedAt)
        ? happened("charge_failed", amount, processedAt)
        : []),
      ...(isCharge && capturedAt && isNews(capturedAt) ? happened("paid", captured, capturedAt) : []),
      ...refunds
        .filter(({ paymentId }) => paymentId === id)
        .flatMap((refund) => happened("refunded", refund.amount, refund.createdAt)),
    ];
  });
  return told
    .toSorted((a, b) => Temporal.Instant.compare(b.at, a.at))
    .map(({ message }) => message satisfies Message);
}
