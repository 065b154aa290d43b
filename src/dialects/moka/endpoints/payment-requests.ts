import { randomToken } from "../../../platform/ids/index.ts";
import type { JsonObject } from "../../toolkit/json.ts";
import type { Call } from "../call.ts";
import { checkAsked, checkOrdered, checkTerms } from "../contract.ts";
import { customerKeyOf, customerOf, readPerson } from "../customer.ts";
import { readable } from "../errors.ts";
import { paymentCurrencies } from "../money.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { open } from "../pay.ts";
import { isEmail, type Recipient, readPhone, sendLink } from "../payment-link/letters.ts";
import { linkOf, visitOfLink } from "../payment-link/link.ts";
import { amountAt, countAt, currencyAt, flagAt, partAt, textAt, valueAt } from "../read/index.ts";
import { isWebUrl } from "../three-d/redirect.ts";
import { type Told, untold } from "../told.ts";

/** How long a link can be paid. */
const payableFor = Temporal.Duration.from({ hours: 7 * 24 });

type Path = "PaymentUserPos/CreateUserPosPayment";

/** The link is answered, and sent to the phone and the mail address that are told. */
const createUserPosPayment: Endpoint<Path> = async (call) => {
  const { house, facts, baseUrl } = call;
  const order = readOrder(call);
  const recipient = readRecipient(call, order.told.buyer);
  checkOrdered(call, order);
  await checkAsked(call, order);
  checkTerms(call, order);
  const { number: key, code } = customerKeyOf(call.path, call.request);
  if (key !== undefined) await customerOf(call, call.path, { number: key, code });
  if (order.wishes.customer) readPerson(call.path, order.wishes.customer);
  const [number, token] = [await house.numbers.next("payment"), randomToken(16)];
  const visit = visitOfLink(token, order.wishes);
  const { userPosPayment } = await house.write(async (tx) => {
    const link = linkOf({ number, token, baseUrl, until: tx.now.add(payableFor) });
    const told = { ...order.told, ...link, visit };
    const payment = await open(tx, call, { ...order, told }, { number, token, waits: payableFor });
    sendLink(tx, payment, facts.store, recipient);
    return link;
  });
  const { codeForHash } = visit;
  return {
    UserPosPaymentId: Number(number),
    Url: userPosPayment?.url ?? "",
    ...(codeForHash && { CodeForHash: codeForHash }),
  };
};

/** What `CommunicationType` sends. Without it, the link goes wherever it can. */
const channels = [
  { sms: true, mail: false },
  { sms: false, mail: true },
  { sms: true, mail: true },
  { sms: false, mail: false },
] as const;

function readRecipient({ path, request, refuse }: Call<Path>, buyer: Told["buyer"]): Recipient {
  const type = readable(path, countAt(request, "CommunicationType", 0, channels.length - 1));
  const wanted = type === undefined ? undefined : channels[type];
  const { sms = buyer.phone !== "", mail = buyer.email !== "" } = wanted ?? {};
  if (sms && buyer.phone === "") throw refuse("GsmNumberIsRequired");
  if (mail && buyer.email === "") throw refuse("EmailIsRequired");
  const phone = sms ? readPhone(buyer.phone) : undefined;
  if ((sms && !phone) || (mail && !isEmail(buyer.email))) throw refuse("InvalidRequest");
  return { phone, email: mail ? buyer.email : undefined };
}

function readOrder({ path, request, refuse }: Call<Path>) {
  const text = (name: string, longest: number) => readable(path, textAt(request, name, longest));
  const flag = (name: string) => readable(path, flagAt(request, name)) ?? false;
  const reference = text("OtherTrxCode", 100);
  const redirectUrl = text("RedirectUrl", 2_000)?.trim() ?? "";
  const keeps = readable(path, countAt(request, "IsTokenized", 0, 2)) ?? 0;
  const currency = currencyAt(request, "Currency", paymentCurrencies);
  const amount = amountAt(request, "Amount", currency ?? "TRY");
  const installments = countAt(request, "InstallmentNumber", 0, 12);
  const told: Told = {
    ...untold,
    installments: installments || 1,
    isPreAuth: flag("IsPreAuth"),
    isThreeD: flag("IsThreeD"),
    description: text("Description", 200) ?? "",
    buyer: {
      name: text("FullName", 100) ?? "",
      address: "",
      phone: text("GsmNumber", 50) ?? "",
      email: text("Email", 100) ?? "",
    },
  };
  const returnsHash = flag("ReturnHash");
  if (reference === undefined) throw refuse("OtherTrxCodeIsRequired");
  if (!amount) throw refuse("AmountIsRequired");
  if (currency === null) throw refuse("InvalidCurrencyCode");
  if (installments === null) throw refuse("InvalidInstallmentNumber");
  if (told.installments > 1 && currency !== undefined && currency !== "TRY")
    throw refuse("InstallmentNotAvailableForForeignCurrencyTransaction");
  if (redirectUrl !== "" && !isWebUrl(redirectUrl)) throw refuse("RedirectUrlRequired");
  const wishes = { redirectUrl, returnsHash, customer: keeps === 1 ? keeperOf(request) : null };
  const isTokenized = keeps > 0;
  return {
    reference,
    amount,
    currency: currency ?? "TRY",
    isPool: flag("IsPoolPayment"),
    isTokenized,
    told,
    wishes,
  };
}

/** Whose card it is to be, in the words of CustomerInformation. */
function keeperOf(request: JsonObject): JsonObject {
  const names = [
    "DealerCustomerId",
    "CustomerCode",
    "FirstName",
    "LastName",
    "Gender",
    "BirthDate",
    "Address",
  ];
  return {
    ...Object.fromEntries(names.map((name) => [name, valueAt(request, name)])),
    GsmNumber: valueAt(request, "CustomerGsmNumber"),
    Email: valueAt(request, "CustomerEmail"),
    ...partAt(request, "CustomerInformation"),
  };
}

export const paymentRequests: Endpoints = { "PaymentUserPos/CreateUserPosPayment": createUserPosPayment };
