import { createHash } from "node:crypto";
import { z } from "zod";
import { type Answer, amount, unreadable } from "./answer.ts";
import { decimalNumber } from "./money.ts";

/** Where the API is and who we are there. */
export type MokaAccount = {
  baseUrl: string;
  dealerCode: string;
  username: string;
  password: string;
  /** Only the sandbox has a clock that can be asked and moved, and runs on request. */
  isTest: boolean;
};

/** A refusal has a code such as `DealerSale.AddPaymentPlan.PaymentDatePassed`. */
export type MokaAnswer<Body> = Answer<Body, string>;
export type MokaRefusal = Exclude<MokaAnswer<never>, { outcome: "accepted" }>;

export type NewCard = { holder: string; number: string; month: string; year: string };
export type NewCustomer = {
  code: string;
  firstName: string;
  surname: string;
  email: string;
  address: string;
};
export type NewSale = {
  code: string;
  customerCode: string;
  productCode: string;
  amount: number;
  cardToken: string;
  beginOn: Temporal.PlainDate;
};
export type Days = { from: Temporal.PlainDate; to: Temporal.PlainDate };

const card = z
  .object({
    CardToken: z.string(),
    BankName: z.string(),
    CardNumberFirstSix: z.string(),
    CardNumberLastFour: z.string(),
    ExpMonth: z.string(),
    ExpYear: z.string(),
  })
  .transform((told) => ({
    token: told.CardToken,
    bank: told.BankName,
    firstSix: told.CardNumberFirstSix,
    lastFour: told.CardNumberLastFour,
    month: told.ExpMonth,
    year: told.ExpYear,
  }));

const cards = z.object({ CardList: z.array(card) }).transform(({ CardList }) => CardList);
const oneCard = z.object({ CardList: z.tuple([card]) }).transform(({ CardList }) => CardList[0]);
const saleId = z.object({ DealerSaleId: z.number() }).transform(({ DealerSaleId }) => DealerSaleId);

/** What has become of a step, in the order of the numbers on the wire. */
const planStates = ["planned", "paid", "retrying", "declined"] as const;

const day = z
  .string()
  .regex(/^\d{8}$/)
  .transform((text) => Temporal.PlainDate.from(text));

const plan = z
  .object({
    DealerPaymentPlanId: z.number(),
    PaymentDate: day,
    Amount: amount,
    HistoryDate: z.string(),
    DealerPaymentId: z.number(),
    PlanStatus: z.number().transform((status, context) => {
      const state = planStates[status];
      if (state) return state;
      context.addIssue({ code: "custom", message: "not a status" });
      return z.NEVER;
    }),
  })
  .transform((told) => ({
    id: told.DealerPaymentPlanId,
    on: told.PaymentDate,
    amount: told.Amount,
    /** Of the last attempt: a local time in Istanbul, or "". */
    triedAt: told.HistoryDate,
    /** Of the last attempt, or 0. */
    paymentId: told.DealerPaymentId,
    state: told.PlanStatus,
  }));

const plans = z
  .object({ PaymentPlanList: z.array(plan) })
  .transform(({ PaymentPlanList }) => PaymentPlanList);

const attempts = z
  .object({
    PaymentPlanHistoryList: z.array(z.object({ HistoryStatus: z.number(), ServiceMessage: z.string() })),
  })
  .transform(({ PaymentPlanHistoryList }) =>
    PaymentPlanHistoryList.map((one) => ({ isPaid: one.HistoryStatus === 1, message: one.ServiceMessage })),
  );

export type StoredCard = z.infer<typeof card>;
export type PaymentPlan = z.infer<typeof plan>;

/** Stores a customer and their first card. There is no security code: nothing is charged, and nobody may keep one. */
export function addCustomerWithCard(moka: MokaAccount, customer: NewCustomer, newCard: NewCard) {
  const { code, firstName, surname, email, address } = customer;
  return call(moka, "DealerCustomer/AddCustomerWithCard", oneCard, {
    CustomerCode: code,
    FirstName: firstName,
    LastName: surname,
    Email: email,
    Address: address,
    ...cardFields(newCard),
  });
}

/** Takes the customer's cards and sales away too. */
export function removeCustomer(moka: MokaAccount, customerCode: string) {
  return call(moka, "DealerCustomer/RemoveCustomer", z.unknown(), { CustomerCode: customerCode });
}

export function addCard(moka: MokaAccount, customerCode: string, newCard: NewCard) {
  const request = { CustomerCode: customerCode, ...cardFields(newCard) };
  return call(moka, "DealerCustomer/AddCard", oneCard, request);
}

export function cardsOf(moka: MokaAccount, customerCode: string) {
  return call(moka, "DealerCustomer/GetCardList", cards, { CustomerCode: customerCode });
}

export function removeCard(moka: MokaAccount, token: string) {
  return call(moka, "DealerCustomer/RemoveCard", z.unknown(), { CardToken: token });
}

export function addProduct(moka: MokaAccount, product: { code: string; name: string }) {
  const request = { ProductCode: product.code, ProductName: product.name };
  return call(moka, "DealerSale/AddProduct", z.unknown(), request);
}

/** A sale by hand: nothing is charged until a step is added. Its steps are tried for three days, twice a day. */
export function addSale(moka: MokaAccount, sale: NewSale) {
  return call(moka, "DealerSale/AddSale", saleId, {
    SaleCode: sale.code,
    CustomerCode: sale.customerCode,
    ProductCode: sale.productCode,
    Amount: decimalNumber(sale.amount),
    Currency: "TL",
    SaleDate: dateText(sale.beginOn),
    BeginDate: dateText(sale.beginOn),
    HowManyTrial: 3,
    PlanType: 2,
    DefaultCard1Token: sale.cardToken,
  });
}

export function changeCardOfSale(moka: MokaAccount, sale: number, token: string) {
  return call(moka, "DealerSale/UpdateSale", saleId, { DealerSaleId: sale, DefaultCard1Token: token });
}

/** Ends a sale. Steps that still wait are never charged. */
export function deleteSale(moka: MokaAccount, sale: number) {
  return call(moka, "DealerSale/DeleteSale", z.unknown(), { DealerSaleId: sale });
}

/** Has an amount charged from a day on. */
export function addPaymentPlan(
  moka: MokaAccount,
  step: { saleId: number; on: Temporal.PlainDate; amount: number },
) {
  return call(moka, "DealerSale/AddPaymentPlan", plan, {
    DealerSaleId: step.saleId,
    PaymentDate: dateText(step.on),
    Amount: decimalNumber(step.amount),
    Currency: "TL",
    InstallmentNumber: 1,
  });
}

export function getPaymentPlan(moka: MokaAccount, planId: number) {
  return call(moka, "DealerSale/GetPaymentPlan", plan, { DealerPaymentPlanId: planId });
}

/** The steps of one sale whose day is among these. */
export function plansOfSale(moka: MokaAccount, sale: number, days: Days) {
  const request = { DealerSaleId: sale, ...dayFields(days) };
  return orNone(call(moka, "DealerSale/GetPaymentPlanList", plans, request));
}

/** The steps of all sales whose day is among these. */
export function paymentPlanReport(moka: MokaAccount, days: Days) {
  return orNone(call(moka, "DealerSale/GetPaymentPlanReport", plans, dayFields(days)));
}

/** Each try to charge a step, the oldest first. */
export function attemptsOf(moka: MokaAccount, planId: number) {
  const request = { DealerPaymentPlanId: planId };
  return orNone(call(moka, "DealerSale/GetPaymentPlanHistoryList", attempts, request));
}

/** The last part of a code, which says why. */
export function reasonOf(code: string): string {
  return code.slice(code.lastIndexOf(".") + 1);
}

function cardFields({ holder, number, month, year }: NewCard) {
  return { CardHolderFullName: holder, CardNumber: number, ExpMonth: month, ExpYear: year, CardName: "" };
}

function dayFields({ from, to }: Days) {
  return { PaymentPlanPaymentDateStart: dateText(from), PaymentPlanPaymentDateEnd: dateText(to) };
}

function dateText(day: Temporal.PlainDate): string {
  return day.toString().replaceAll("-", "");
}

/** An empty list comes as a refusal. */
async function orNone<Row>(asked: Promise<MokaAnswer<Row[]>>): Promise<MokaAnswer<Row[]>> {
  const answer = await asked;
  const isEmpty = answer.outcome === "refused" && reasonOf(answer.code) === "NoDataFound";
  return isEmpty ? { outcome: "accepted", body: [] } : answer;
}

const timeoutMs = 10_000;
const envelope = z.object({ Data: z.unknown(), ResultCode: z.string(), ResultMessage: z.string().nullish() });

async function call<Body>(
  { baseUrl, dealerCode, username, password }: MokaAccount,
  path: `Dealer${"Customer" | "Sale"}/${string}`,
  shape: z.ZodType<Body>,
  request: object,
): Promise<MokaAnswer<Body>> {
  const [service] = path.split("/");
  const authentication = {
    DealerCode: dealerCode,
    Username: username,
    Password: password,
    CheckKey: createHash("sha256").update(`${dealerCode}MK${username}PD${password}`).digest("hex"),
  };
  try {
    const response = await fetch(`${baseUrl}/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ [`${service}Authentication`]: authentication, [`${service}Request`]: request }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return read(await response.json(), shape);
  } catch (error) {
    return { outcome: "unreachable", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Every answer is HTTP 200; whether it is a yes stands inside. */
function read<Body>(json: unknown, shape: z.ZodType<Body>): MokaAnswer<Body> {
  const told = envelope.safeParse(json);
  if (!told.success) return unreadable();
  const { ResultCode: code, ResultMessage: message, Data } = told.data;
  if (code !== "Success") return { outcome: "refused", code, message: message ?? "" };
  const body = shape.safeParse(Data);
  return body.success ? { outcome: "accepted", body: body.data } : unreadable();
}
