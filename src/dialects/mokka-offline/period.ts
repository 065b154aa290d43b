import type { Store } from "../../core/merchants/index.ts";

/** The days from `first` to `last`, both included, as they are at a store. */
export function periodOf(
  { id: storeId, merchantId, timeZone }: Store,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
) {
  return {
    merchantId,
    storeId,
    from: first.toZonedDateTime(timeZone).toInstant(),
    until: last.add({ days: 1 }).toZonedDateTime(timeZone).toInstant(),
  };
}
