import type { Contract } from "../../core/merchants/index.ts";
import { parseDecimal } from "../../core/money/index.ts";
import { type Payment, type PaymentState, paymentsBetween } from "../../core/payments/index.ts";
import { mask } from "../../core/vault/index.ts";
import type { Call } from "./call.ts";
import { faultOf } from "./errors.ts";
import { at, dayOf } from "./istanbul.ts";
import type { MethodPath } from "./methods.ts";
import { textAt } from "./read/index.ts";
import type { Told } from "./told.ts";

/** What a payment is to be. */
type Ordered = {
  /** In minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly isPool: boolean;
  readonly isTokenized: boolean;
  readonly told: Pick<Told, "installments" | "isPreAuth">;
};

type Asked = Ordered & {
  readonly channel: "direct" | "threeD" | "link";
  readonly address: string;
  readonly subMerchant: string;
};

type Check = readonly [reason: string, isBroken: (contract: Contract, asked: Asked) => boolean];

/** What a payment is to be, in the order of the codes (facts 3.2). */
const ofOrder: readonly Check[] = [
  [
    "ForeignCurrencyNotAvailableForThisDealer",
    (c, { currency }) => c.foreignCurrency === false && currency !== "TRY",
  ],
  ["PaymentMustBeAuthorization", (c, { told }) => c.preAuth === "required" && !told.isPreAuth],
  ["AuthorizationForbiddenForThisDealer", (c, { told }) => c.preAuth === "forbidden" && told.isPreAuth],
  ["PoolPaymentNotAvailableForDealer", (c, { isPool }) => c.pool === "forbidden" && isPool],
  ["PoolPaymentRequiredForDealer", (c, { isPool }) => c.pool === "required" && !isPool],
  ["TokenizationNotAvailableForDealer", (c, { isTokenized }) => c.tokenization === false && isTokenized],
];

/** Who asks for it, and how. */
const ofCaller: readonly Check[] = [
  ["ThreeDRequired", (c, { channel }) => c.threeD === "required" && channel === "direct"],
  ["ChannelPermissionNotAvailable", (c, { channel }) => c.channels?.includes(channel) === false],
  ["IpAddressNotAllowed", (c, { address }) => c.addresses?.includes(address) === false],
  ["PaymentDealer.CheckPaymentDealerAuthentication.VirtualPosNotFound", (c) => c.bank === false],
];

const ofAmount: readonly Check[] = [
  [
    "PaymentDealer.Fraud.MinToMaxControl",
    (c, { amount, currency }) =>
      amount < (limit(c.least, currency) ?? 0n) || amount > (limit(c.most, currency) ?? amount),
  ],
];

/** What the dealer has been granted for it. */
const ofTerms: readonly Check[] = [
  [
    "ThisInstallmentNumberNotAvailableForDealer",
    (c, { told }) => told.installments > (c.mostInstallments ?? told.installments),
  ],
  ["DealerCommissionRateNotFound", (c, { told }) => c.rates?.includes(told.installments) === false],
  ["DealerGroupCommissionRateNotFound", (c, { told }) => c.groupRates?.includes(told.installments) === false],
  [
    "InvalidSubMerchantName",
    (c, { subMerchant }) => subMerchant !== "" && c.subMerchants?.includes(subMerchant) === false,
  ],
];

const channels: Partial<Record<MethodPath, Asked["channel"]>> = {
  "PaymentDealer/DoDirectPaymentThreeD": "threeD",
  "PaymentUserPos/CreateUserPosPayment": "link",
};

type Asking = Pick<Call, "path" | "request" | "facts" | "address">;

/** Faults, as the method words them, what the dealer's contract does not let an order be. */
export function checkOrdered(call: Asking, order: Ordered): void {
  check(call, order, ofOrder);
}

/** The same of how it is asked for, and of its amount, which `card` is to pay; undefined: it is not known yet. */
export async function checkAsked(
  call: Asking & Pick<Call, "house">,
  order: Ordered,
  card?: string,
): Promise<void> {
  check(call, order, ofCaller);
  if (card !== undefined) await checkDay(call, order, card);
  check(call, order, ofAmount);
}

/** The same of its instalments and of whom it is sold for. */
export function checkTerms(call: Asking, order: Ordered): void {
  check(call, order, ofTerms);
}

function check({ path, request, facts, address }: Asking, order: Ordered, checks: readonly Check[]): void {
  const { contract } = facts.store.settings;
  if (!contract) return;
  const subMerchant = textAt(request, "SubMerchantName", 200) ?? "";
  const asked = { ...order, channel: channels[path] ?? "direct", address, subMerchant };
  const [broken] = checks.find(([, isBroken]) => isBroken(contract, asked)) ?? [];
  if (broken) throw faultOf(path, broken);
}

const counted: readonly PaymentState[] = ["processing", "authorized", "captured", "refunded"];
const mostCounted = 1_000_000;

/** What was paid today, and this. Payments at the same moment do not see each other. */
async function checkDay(
  { house, facts, path }: Pick<Call, "house" | "facts" | "path">,
  { amount, currency }: Ordered,
  card: string,
): Promise<void> {
  const { mostOfDay, mostOfCardAndDay } = facts.store.settings.contract ?? {};
  if (mostOfDay === undefined && mostOfCardAndDay === undefined) return;
  const to = house.now();
  const asked = { storeId: facts.store.id, from: at(dayOf(to), "00:00"), to, states: counted };
  const today = (await paymentsBetween(house.reader, asked, mostCounted)).filter(
    (payment) => payment.currency === currency,
  );
  const ofCard = today.filter(({ instrument }) => instrument?.masked === mask(card));
  const limits = [
    ["Dealer", today, mostOfDay],
    ["Card", ofCard, mostOfCardAndDay],
  ] as const;
  for (const [whose, paid, most] of limits) {
    if (sumOf(paid) + amount > (limit(most, currency) ?? sumOf(paid) + amount))
      throw faultOf(path, `PaymentDealer.CheckDealerPaymentLimits.Daily${whose}LimitExceeded`);
  }
}

function sumOf(payments: readonly Payment[]): bigint {
  return payments.reduce((sum, { amount, captured }) => sum + (captured > 0n ? captured : amount), 0n);
}

function limit(decimal: string | undefined, currency: string): bigint | undefined {
  return decimal === undefined ? undefined : parseDecimal(decimal, currency);
}
