import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Kassa, openKassa } from "../support/kassa.ts";
import { Dealer } from "../wire/moka/dealer.ts";

let kassa: Kassa;
let dealer: Dealer;
beforeAll(async () => {
  kassa = await openKassa();
  dealer = new Dealer(kassa);
});
afterAll(() => kassa.close());

const card = {
  CardHolderFullName: "Ayşe Yılmaz",
  CardNumber: "5269551122223339",
  ExpMonth: "12",
  ExpYear: "2030",
};

/** What a dealer knows of a payment: amounts in kuruş. */
type Model = {
  state: "held" | "paid" | "void" | "refunded";
  amount: number;
  refunded: number;
  day: number;
};

const statuses = { held: 1, paid: 2, void: 3, refunded: 4 } as const;

type Step =
  | { readonly do: "capture" | "refund"; readonly percent: number }
  | { readonly do: "void" | "approve" | "undo" | "sleep" };

const percents = fc.constantFrom(1, 50, 84, 85, 100, 115, 116);
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom("capture", "refund"), percent: percents }),
  fc.record({ do: fc.constantFrom("void", "approve", "undo", "sleep") }),
) as fc.Arbitrary<Step>;

/** Whether the step is possible, and what it makes of the payment; approvals change nothing that is told. */
function follow(model: Model, step: Step, today: number): boolean | undefined {
  if (step.do === "capture") {
    if (model.state !== "held" || step.percent < 85 || step.percent > 115) return false;
    model.amount = (model.amount * step.percent) / 100;
    model.state = "paid";
    model.day = today;
    return true;
  }
  if (step.do === "refund") {
    const part = 100 * step.percent;
    if (model.state !== "paid" || today === model.day || model.refunded + part > model.amount) return false;
    model.refunded += part;
    if (model.refunded === model.amount) model.state = "refunded";
    return true;
  }
  if (step.do === "void") {
    const isOpen = model.state === "held" || (model.state === "paid" && model.refunded === 0);
    if (!isOpen || today !== model.day) return false;
    model.state = "void";
    return true;
  }
  return undefined;
}

async function tomorrow(): Promise<void> {
  const now = kassa.house.now().toZonedDateTimeISO("Europe/Istanbul");
  const travelTo = now.add({ days: 1 }).withPlainTime("09:00").toInstant().toString();
  await kassa.server.inject({ method: "POST", url: "/sandbox/clock", payload: JSON.stringify({ travelTo }) });
}

test("whatever is done to a payment in whatever order, it is what the dealer expects, and the books balance", async () => {
  let count = 0;
  let today = 0;
  await tomorrow();
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom("TL", "USD", "EUR", "GBP"),
      fc.array(steps, { maxLength: 8 }),
      async (IsPreAuth, IsPoolPayment, Currency, plan) => {
        const OtherTrxCode = `direct-${++count}`;
        const order = { ...card, OtherTrxCode, Amount: "100.00", Currency, IsPreAuth, IsPoolPayment };
        expect(await dealer.ask("PaymentDealer/DoDirectPayment", order)).toMatchObject({
          IsSuccessful: true,
        });
        const model: Model = { state: IsPreAuth ? "held" : "paid", amount: 10_000, refunded: 0, day: today };
        for (const step of plan) {
          const isPossible = follow(model, step, today);
          const code = await perform(step, OtherTrxCode);
          if (isPossible !== undefined) expect([step, code === "Success"]).toEqual([step, isPossible]);
          if (step.do === "sleep") today += 1;
        }
        const { PaymentDetail } = await dealer.ask("PaymentDealer/GetDealerPaymentTrxDetailList", {
          OtherTrxCode,
        });
        expect(PaymentDetail).toMatchObject({
          PaymentStatus: statuses[model.state],
          TrxStatus: 1,
          Amount: model.amount / 100,
          RefAmount: model.refunded / 100,
        });
      },
    ),
    { numRuns: 60 },
  );
  expect(await kassa.problems()).toEqual([]);
});

async function perform(step: Step, OtherTrxCode: string): Promise<string> {
  if (step.do === "sleep") {
    await tomorrow();
    return "Success";
  }
  if (step.do === "capture")
    return (await dealer.call("PaymentDealer/DoCapture", { OtherTrxCode, Amount: step.percent })).code;
  if (step.do === "refund") {
    const request = { OtherTrxCode, Amount: step.percent };
    return (await dealer.call("PaymentDealer/DoCreateRefundRequest", request)).code;
  }
  const methods = {
    void: "DoVoid",
    approve: "DoApprovePoolPayment",
    undo: "UndoApprovePoolPayment",
  } as const;
  return (await dealer.call(`PaymentDealer/${methods[step.do]}`, { OtherTrxCode })).code;
}
