import { beginWith, sealCard } from "../../toolkit/card-payment.ts";
import { checkBasket } from "../basket.ts";
import { faultOf, readable } from "../errors.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { checkCard, readDirectOrder } from "../order.ts";
import { openPurse, prepareKeeping, prepareOpening } from "../pay.ts";
import { countAt, flagAt, textAt } from "../read/index.ts";
import { isWebUrl, randomGuid } from "../three-d/redirect.ts";
import { threeDPath } from "../three-d/routes.ts";
import type { Visit } from "../three-d/visit.ts";
import { threeDJson } from "../wire/outcome.ts";

/** The payment is under way at once: the shopper has a quarter of an hour to come to the address. */
const doDirectPaymentThreeD: Endpoint<"PaymentDealer/DoDirectPaymentThreeD"> = async (call) => {
  const { house, path, request, baseUrl } = call;
  const returnsHash = readable(path, flagAt(request, "ReturnHash")) ?? false;
  const redirectType = readable(path, countAt(request, "RedirectType", 0, 1)) ?? 0;
  const redirectUrl = readable(path, textAt(request, "RedirectUrl", 2_000))?.trim();
  if (!redirectUrl || !isWebUrl(redirectUrl)) throw faultOf(path, "RedirectUrlRequired");
  const order = readDirectOrder(call);
  if (order.isTokenized && order.means.kind === "token")
    throw faultOf(path, "CardTokenCannotUseWithSaveCard");
  const purse = await openPurse(call, order);
  await checkCard(call, order, purse.card.number);
  await checkBasket(call, order);
  // Says now what would be wrong with the customer then.
  await prepareKeeping(call, order, purse);
  const visit: Visit = {
    redirectUrl,
    staysInFrame: redirectType === 1,
    codeForHash: returnsHash ? randomGuid() : null,
    customer: order.isTokenized ? order.customer : null,
  };
  const told = { ...order.told, isThreeD: true, visit };
  const open = await prepareOpening(call, { ...order, told });
  const payment = await house.write(async (tx) => beginWith(tx, (await open(tx)).id, purse));
  const code = `${payment.id}.${sealCard(call.house, payment, purse.card)}`;
  const url = `${baseUrl}${threeDPath}?threeDTrxCode=${code}`;
  return threeDJson({ url, codeForHash: visit.codeForHash });
};

export const threeD: Endpoints = { "PaymentDealer/DoDirectPaymentThreeD": doDirectPaymentThreeD };
