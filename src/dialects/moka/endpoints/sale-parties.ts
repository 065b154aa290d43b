import {
  type NamedSchedule,
  type Product,
  products,
  type Subscription,
  schedules,
} from "../../../core/agreements/index.ts";
import { type Payer, payers } from "../../../core/payers/index.ts";
import type { Call, Setting } from "../call.ts";
import { customerOf } from "../customer.ts";
import type { Fault } from "../envelope.ts";
import type { Named } from "../named.ts";
import type { Sale } from "../wire/sale.ts";
import { saleOf } from "../wire-sale.ts";
import { findProduct } from "./products.ts";
import { findSchedule } from "./schedules.ts";

/** What a request names of them. */
export type Parties = {
  readonly customer: Payer | undefined;
  readonly product: Product | undefined;
  readonly schedule: NamedSchedule | undefined;
};

type Asking = Setting &
  Pick<Call, "path"> & {
    refuse(reason: "ProductNotFound" | "ProductCodeDoesntMatchDealerProductId" | "ScheduleNotFound"): Fault;
  };

/** Faults DealerCustomerNotFound, ProductNotFound, ScheduleNotFound, and where id and code are of two, in this order. */
export async function findParties(
  call: Asking,
  {
    customer,
    product,
    schedule,
  }: {
    readonly customer: Named | undefined;
    readonly product: Named | undefined;
    readonly schedule: bigint | undefined;
  },
): Promise<Parties> {
  return {
    customer: customer && (await customerOf(call, call.path, customer)),
    product: product && (await findProduct(call, product)),
    schedule: schedule === undefined ? undefined : await findSchedule(call, schedule),
  };
}

/** A sale with what it names, also what is deleted by now. */
export async function tell({ house: { reader } }: Pick<Setting, "house">, sale: Subscription): Promise<Sale> {
  const { id, payerId, productId, scheduleId } = sale;
  const [payer, product, schedule] = await Promise.all([
    payerId ? reader.find(payers, { id: payerId }) : undefined,
    productId ? reader.find(products, { id: productId }) : undefined,
    scheduleId ? reader.find(schedules, { id: scheduleId }) : undefined,
  ]);
  if (!payer || !product) throw new TypeError(`sale ${id} has no payer or no product`);
  return saleOf(sale, { payer, product, schedule });
}
