import { randomToken } from "../../../platform/ids/index.ts";
import type { JsonObject } from "../../toolkit/json.ts";
import type { Call } from "../call.ts";
import { customerKeyOf, customerOf, readPerson } from "../customer.ts";
import { readable } from "../errors.ts";
import { paymentCurrencies } from "../money.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { open } from "../pay.ts";
import { linkPath } from "../payment-link/view.ts";
import { amountAt, countAt, currencyAt, flagAt, partAt, textAt, valueAt } from "../read/index.ts";
import { isWebUrl, randomGuid } from "../three-d/redirect.ts";
import type { Visit } from "../three-d/visit.ts";
import { type Told, untold } from "../told.ts";

/** How long a link can be paid. */
const payableFor = Temporal.Duration.from({ hours: 7 * 24 });

type Path = "PaymentUserPos/CreateUserPosPayment";

/** The link is answered and not sent: that is the dealer's. */
const createUserPosPayment: Endpoint<Path> = async (call) => {
  const { house, baseUrl } = call;
  const order = readOrder(call);
  const { number: key, code } = customerKeyOf(call.path, call.request);
  if (key !== undefined) await customerOf(call, call.path, { number: key, code });
  if (order.visit.customer) readPerson(call.path, order.visit.customer);
  const [number, token] = [await house.numbers.next("payment"), randomToken(16)];
  const url = `${baseUrl}${linkPath}/${token}`;
  const visit: Visit = { ...order.visit, redirectUrl: order.visit.redirectUrl || `${linkPath}/${token}` };
  const told = { ...order.told, userPosPayment: { number: String(number), url }, visit };
  await house.write((tx) => open(tx, call, { ...order, told }, { number, token, waits: payableFor }));
  const { codeForHash } = visit;
  return { UserPosPaymentId: Number(number), Url: url, ...(codeForHash && { CodeForHash: codeForHash }) };
};

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
  const visit: Visit = {
    redirectUrl,
    staysInFrame: false,
    codeForHash: returnsHash ? randomGuid() : null,
    customer: keeps === 1 ? keeperOf(request) : null,
  };
  return { reference, amount, currency: currency ?? "TRY", isPool: flag("IsPoolPayment"), told, visit };
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
