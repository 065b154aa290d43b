import type { House } from "../../../core/house.ts";
import type { StoreFacts } from "../../../core/merchants/index.ts";
import { type Payment, payments, refundable, salesOf } from "../../../core/payments/index.ts";
import { returnsOf } from "../../../core/returns/index.ts";
import { textAt } from "../../toolkit/json.ts";
import { readBarcode, storeInBarcode } from "../barcodes.ts";
import { unprocessable } from "../errors.ts";
import type { Inquiry } from "../operation.ts";
import { periodOf } from "../period.ts";
import { merchantNumber } from "../store-barcode.ts";
import { reportCsv, writeReport } from "./report.ts";
import { authenticate } from "./trader.ts";

/** The finished order that a barcode of this store stands for, as it stood when it was printed. */
async function orderOf(
  house: House,
  facts: StoreFacts,
  text: string | undefined,
): Promise<Payment | undefined> {
  const barcode = text === undefined ? undefined : readBarcode(text);
  if (barcode?.kind !== "loan") return undefined;
  const key = { storeId: facts.store.id, reference: barcode.guid };
  const payment = await house.reader.find(payments, key);
  const isTheirs = barcode.storeNumber === storeInBarcode(merchantNumber(facts.store));
  return payment?.capturedAt && payment.captured === barcode.amount && isTheirs ? payment : undefined;
}

/** Check barcode: whether it is one of a finished order of this store. */
const checkBarcode: Inquiry = {
  name: "check barcode",
  method: "GET",
  path: "/check_barcodes/:store_id",
  async run(call) {
    const facts = await authenticate(call);
    const order = await orderOf(call.house, facts, textAt(call.params, "barcode", 100));
    return { json: { status: order ? "valid" : "invalid" } };
  },
};

/** Check order status: active until all of it came back. */
const orderStatus: Inquiry = {
  name: "order status",
  method: "GET",
  path: "/order_statuses/:store_id",
  async run(call) {
    const facts = await authenticate(call);
    const order = await orderOf(call.house, facts, textAt(call.params, "barcode", 100));
    if (!order) throw unprocessable("barcode", "not_found");
    return { json: { status: refundable(order) > 0n ? "active" : "closed" } };
  },
};

/** Get report for given period: loans and returns of a store, days of the store, both included. CSV when that is
 *  what the client accepts. */
const report: Inquiry = {
  name: "report",
  method: "GET",
  path: "/reports/:store_id",
  async run(call) {
    const facts = await authenticate(call);
    const first = isoDay(call.params.date_from);
    const last = isoDay(call.params.date_to);
    if (!first) throw unprocessable("date_from", "invalid");
    if (!last) throw unprocessable("date_to", "invalid");
    const period = periodOf(facts.store, first, last);
    const { reader } = call.house;
    const [sales, returned] = await Promise.all([salesOf(reader, period), returnsOf(reader, period)]);
    const lines = writeReport(facts, sales, returned);
    const wantsCsv = call.params.format === "csv" || /text\/csv/.test(call.request.headers.accept ?? "");
    if (!wantsCsv) return { json: lines };
    return { type: "text/csv; charset=utf-8", content: reportCsv(lines), file: "report.csv" };
  },
};

/** YYYY-MM-DD, of a year that a database knows. */
function isoDay(value: unknown): Temporal.PlainDate | undefined {
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(String(value))) return undefined;
  try {
    return Temporal.PlainDate.from(String(value), { overflow: "reject" });
  } catch {
    return undefined;
  }
}

export const inquiries: readonly Inquiry[] = [checkBarcode, orderStatus, report];
