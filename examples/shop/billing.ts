import { dayText } from "./days.ts";
import { inTurn } from "./in-turn.ts";
import * as moka from "./moka.ts";
import { type MokaClock, mokaZone } from "./moka-clock.ts";
import { declineWords, mokaFailure } from "./moka-words.ts";
import { moneyText } from "./money.ts";
import type { Notice } from "./orders.ts";
import {
  bagPrice,
  type Invoice,
  isUnderWay,
  nextInvoiceOn,
  type Subscriber,
  type Subscribers,
} from "./subscribers.ts";

export type Billing = {
  /** The day at Moka. */
  today(): Promise<Temporal.PlainDate>;
  /** The nightly job, which can run at any time: writes the invoices that are due, has a step made for each open one,
   *  and looks. One subscriber's trouble does not stop the others. Answers what went wrong first. */
  run(): Promise<Notice | undefined>;
  /** The same for one subscriber, without the look; to be called in the subscriber's turn. */
  bill(subscriber: Subscriber, today: Temporal.PlainDate): Promise<moka.MokaRefusal | undefined>;
  /** Reads from Moka's report what has become of all steps that are under way. */
  look(): Promise<Notice | undefined>;
  /** The same, unless somebody has looked a moment ago: for pages, which anybody can open. */
  glance(): Promise<void>;
};

/** More than that are never written at once, however far the clock was moved; the next run goes on. */
const mostInvoicesAtOnce = 12;
const momentMs = 3_000;

export function createBilling(
  account: moka.MokaAccount,
  subscribers: Subscribers,
  clock: MokaClock,
): Billing {
  const today = async () => (await clock.ask()).toZonedDateTimeISO(mokaZone).toPlainDate();

  const writeInvoices = (subscriber: Subscriber, day: Temporal.PlainDate) => {
    for (let written = 0; written < mostInvoicesAtOnce; written += 1) {
      const dueOn = nextInvoiceOn(subscriber);
      if (Temporal.PlainDate.compare(dueOn, day) > 0) return;
      const number = `${subscriber.id}-${subscriber.invoices.length + 1}`;
      const amount = subscriber.bags * bagPrice;
      subscriber.invoices.push({ number, dueOn, amount, state: "open", steps: [], isUnsure: false });
      subscribers.record(subscriber, `Invoice over ${moneyText(amount, "TRY")} for ${dayText(dueOn)}`);
    }
  };

  const keepStep = (subscriber: Subscriber, invoice: Invoice, { id, on }: moka.PaymentPlan) => {
    invoice.steps.push(id);
    Object.assign(invoice, { state: "planned", isUnsure: false, plannedOn: on });
    subscribers.record(
      subscriber,
      `Step ${id} is to charge ${moneyText(invoice.amount, "TRY")} from ${dayText(on)} on`,
    );
  };

  /** Moka has no key that would make asking twice harmless: two requests are two charges. So when one got no answer, we
   *  see whether its step is there before we ask again. */
  const findLostStep = async (subscriber: Subscriber, invoice: Invoice, day: Temporal.PlainDate) => {
    const days = { from: invoice.dueOn, to: day };
    const answer = await moka.plansOfSale(account, subscriber.saleId, days);
    if (answer.outcome !== "accepted") return answer;
    const known = new Set(subscriber.invoices.flatMap(({ steps }) => steps));
    const lost = answer.body.find(({ id, amount }) => !known.has(id) && amount === invoice.amount);
    invoice.isUnsure = false;
    if (lost) keepStep(subscriber, invoice, lost);
    return undefined;
  };

  const planStep = async (subscriber: Subscriber, invoice: Invoice, day: Temporal.PlainDate) => {
    if (invoice.isUnsure) {
      const failed = await findLostStep(subscriber, invoice, day);
      if (failed || invoice.state !== "open") return failed;
    }
    const { saleId } = subscriber;
    const answer = await moka.addPaymentPlan(account, { saleId, on: day, amount: invoice.amount });
    if (answer.outcome === "accepted") {
      keepStep(subscriber, invoice, answer.body);
      return undefined;
    }
    invoice.isUnsure = answer.outcome === "unreachable";
    return answer;
  };

  const bill: Billing["bill"] = async (subscriber, day) => {
    if (!subscriber.isActive) return undefined;
    writeInvoices(subscriber, day);
    for (const invoice of subscriber.invoices.filter(({ state }) => state === "open")) {
      const failed = await planStep(subscriber, invoice, day);
      if (failed) return failed;
    }
    return undefined;
  };

  const look = createLook(account, subscribers);
  let lookedAt = Number.NEGATIVE_INFINITY;

  return {
    today,
    bill,
    look,

    async run() {
      const active = subscribers.list().filter(({ isActive }) => isActive);
      // What was under way when its subscription ended is looked at all the same.
      if (active.length === 0) return look();
      const day = await today();
      let first: Notice | undefined;
      for (const subscriber of active) {
        const failed = await inTurn(subscriber, () => bill(subscriber, day));
        if (!failed) continue;
        subscriber.desk.notice = mokaFailure(failed, "Open invoices are planned with the next run.");
        first ??= { ...subscriber.desk.notice, text: `${subscriber.id}: ${subscriber.desk.notice.text}` };
        // Whoever does not answer now does not answer for the next subscriber either.
        if (failed.outcome === "unreachable") break;
      }
      const unseen = await look();
      return first ?? unseen;
    },

    async glance() {
      const at = performance.now();
      if (at - lookedAt < momentMs) return;
      lookedAt = at;
      await look();
    },
  };
}

type Asked = { subscriber: Subscriber; invoice: Invoice; step: number; plannedOn: Temporal.PlainDate };

/** Meanwhile somebody may have canceled the invoice, or had another step made. */
function isCurrent({ invoice, step }: Pick<Asked, "invoice" | "step">): boolean {
  return isUnderWay(invoice) && invoice.steps.at(-1) === step;
}

function createLook(account: moka.MokaAccount, subscribers: Subscribers): Billing["look"] {
  /** A step that the report does not have may have got another day; only when it is nowhere is another one made. */
  const find = async ({ subscriber, invoice, step }: Asked) => {
    const answer = await moka.getPaymentPlan(account, step);
    if (answer.outcome === "accepted") return answer.body;
    const isGone = answer.outcome === "refused" && moka.reasonOf(answer.code) === "PaymentPlanNotFound";
    if (!isGone || !isCurrent({ invoice, step })) return undefined;
    invoice.state = subscriber.isActive ? "open" : "canceled";
    told(subscriber, `Step ${step} is not at Moka any more`);
    return undefined;
  };

  const take = async (asked: Asked, listed: moka.PaymentPlan | undefined) => {
    const { subscriber, invoice, step } = asked;
    const plan = listed ?? (await find(asked));
    if (!plan || !isCurrent(asked)) return;
    invoice.plannedOn = plan.on;
    if (plan.state === invoice.state && plan.triedAt === (invoice.triedAt ?? "")) return;
    const { state, triedAt, paymentId } = plan;
    Object.assign(invoice, { state, triedAt: triedAt || undefined, paymentId: paymentId || undefined });
    if (state === "paid") {
      delete invoice.decline;
      return told(subscriber, `Step ${step} was charged`);
    }
    if (triedAt) invoice.decline = await declineOf(step);
    const next = state === "retrying" ? "is tried again" : "is not tried again";
    return told(subscriber, `Step ${step} was declined and ${next}. ${invoice.decline?.text ?? ""}`.trim());
  };

  /** What the last attempt failed with. */
  const declineOf = async (step: number): Promise<Invoice["decline"]> => {
    const answer = await moka.attemptsOf(account, step);
    if (answer.outcome !== "accepted") return { text: "The payment was declined.", message: "" };
    const message = answer.body.findLast(({ isPaid }) => !isPaid)?.message;
    return { text: declineWords(message), message: message ?? "" };
  };

  /** What a page says of the last press is not true any more. */
  const told = (subscriber: Subscriber, text: string) => {
    subscribers.record(subscriber, text);
    delete subscriber.page.notice;
    delete subscriber.desk.notice;
  };

  const look = async () => {
    const asked: Asked[] = subscribers.list().flatMap((subscriber) =>
      subscriber.invoices.filter(isUnderWay).flatMap((invoice) => {
        const { plannedOn } = invoice;
        const step = invoice.steps.at(-1);
        return step !== undefined && plannedOn ? [{ subscriber, invoice, step, plannedOn }] : [];
      }),
    );
    const days = asked.map(({ plannedOn }) => plannedOn).toSorted(Temporal.PlainDate.compare);
    const [from] = days;
    const to = days.at(-1);
    if (!from || !to) return undefined;
    const answer = await moka.paymentPlanReport(account, { from, to });
    if (answer.outcome !== "accepted") return mokaFailure(answer, "This is how it stood before.");
    const plans = new Map(answer.body.map((plan) => [plan.id, plan]));
    for (const one of asked) await take(one, plans.get(one.step));
    return undefined;
  };

  // Two looks at once would tell everything twice. Who asks while one is under way shares the one after it.
  const turn = {};
  let next: Promise<Notice | undefined> | undefined;
  return () => {
    next ??= inTurn(turn, () => {
      next = undefined;
      return look();
    });
    return next;
  };
}
