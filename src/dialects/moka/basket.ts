import { products } from "../../core/agreements/index.ts";
import type { JsonObject } from "../toolkit/json.ts";
import type { Call, Setting } from "./call.ts";
import { faultOf, readable } from "./errors.ts";
import type { DirectOrder } from "./order.ts";
import { amountAt, countAt, integerAt, partsAt, textAt } from "./read/index.ts";

const mostLines = 1_000;

type Asking = Setting & Pick<Call, "path" | "request">;

/** Looks at the goods that a payment with 3-D Secure is for, where a dealer names them (facts 3.2): products of the
 *  dealer's that sum to the payment. Faults, as the method words them: InvalidRequest, InvalidUnitPrice,
 *  InvalidQuantityValue, BasketAmountIsNotEqualPaymentAmount, BasketProductNotFoundInYourProductList,
 *  MustBeOneOfDealerProductIdOrProductCode. */
export async function checkBasket(call: Asking, { amount, currency }: DirectOrder): Promise<void> {
  const { path, request } = call;
  const lines = readable(path, partsAt(request, "BasketProduct", mostLines)) ?? [];
  if (lines.length === 0) return;
  const total = lines.reduce((sum, line) => sum + priceOf(call, line, currency), 0n);
  if (total !== amount) throw faultOf(path, "BasketAmountIsNotEqualPaymentAmount");
  for (const line of lines) await checkProduct(call, line);
}

function priceOf({ path }: Asking, line: JsonObject, currency: string): bigint {
  const price = amountAt(line, "UnitPrice", currency);
  if (typeof price !== "bigint") throw faultOf(path, "InvalidUnitPrice");
  const quantity = countAt(line, "Quantity", 1, 1_000_000);
  if (typeof quantity !== "number") throw faultOf(path, "InvalidQuantityValue");
  return price * BigInt(quantity);
}

async function checkProduct({ house, facts, path }: Asking, line: JsonObject): Promise<void> {
  const merchantId = facts.merchant.id;
  const number = readable(path, integerAt(line, "ProductId"));
  const code = readable(path, textAt(line, "ProductCode", 100));
  if (number === undefined && code === undefined)
    throw faultOf(path, "MustBeOneOfDealerProductIdOrProductCode");
  const found =
    number === undefined
      ? await house.reader.list(products, { merchantId, code: code ?? "" })
      : await house.reader.list(products, { number });
  const isOurs = found.some(
    (one) =>
      one.merchantId === merchantId && one.state === "active" && (code === undefined || one.code === code),
  );
  if (!isOurs) throw faultOf(path, "BasketProductNotFoundInYourProductList");
}
