import type { Store } from "../../core/merchants/index.ts";
import { type Barcode, barcodeOf } from "./barcodes.ts";

/** What stands for the store in barcodes and reports. */
export function merchantNumber({ settings, number }: Store): string {
  return settings.merchantNumber ?? number;
}

/** The barcode of an order of a store, or of goods that came back. */
export function barcodeAt(
  store: Store,
  kind: Barcode["kind"],
  { amount, reference }: { amount: bigint; reference: string },
): string {
  return barcodeOf({ kind, storeNumber: merchantNumber(store), amount, guid: reference });
}
