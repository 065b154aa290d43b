import type { StoreFacts } from "../../../core/merchants/index.ts";
import { ratio } from "../../../core/money/index.ts";
import type { salesOf } from "../../../core/payments/index.ts";
import type { ReturnLine } from "../../../core/returns/index.ts";
import { floatText, writeFloat } from "../money.ts";
import { barcodeAt, merchantNumber } from "../store-barcode.ts";

type SaleLine = Awaited<ReturnType<typeof salesOf>>[number];

/** One line of the document's report. */
export type ReportLine = {
  readonly store_name: string;
  readonly store_number_by_merchant: string;
  readonly salesperson: string;
  readonly amount: string;
  readonly barcode_order_id: string;
  readonly date_of_operation: string;
  readonly commission_percent: unknown;
  readonly commission_amount: unknown;
};

export type Report = { readonly loan: readonly ReportLine[]; readonly return: readonly ReportLine[] };

/** Loans and returns as the document has them: amounts as text, commissions as numbers. A return gives back
 *  what the commission is less for what is left of its order, so that the sums are the ledger's. */
export function writeReport(
  facts: StoreFacts,
  sales: readonly SaleLine[],
  returned: readonly ReturnLine[],
): Report {
  return {
    loan: sales.map((sale) => {
      const commission = commissionOf(sale.amount, sale.commissionPpm);
      return writeLine(facts, "loan", { ...sale, at: sale.capturedAt, commission });
    }),
    return: returned.map((line) => {
      const { remaining, amount, commissionPpm, finishedAt: at } = line;
      const left = commissionOf(remaining - amount, commissionPpm);
      const commission = commissionOf(remaining, commissionPpm) - left;
      return writeLine(facts, "return", { ...line, at, commission });
    }),
  };
}

function commissionOf(amount: bigint, ppm: bigint): bigint {
  return ratio(amount, ppm, "half_up");
}

type Operation = {
  readonly reference: string;
  readonly amount: bigint;
  readonly at: Temporal.Instant;
  readonly commissionPpm: bigint;
  readonly commission: bigint;
  readonly salesperson: string;
};

function writeLine({ store }: StoreFacts, kind: "loan" | "return", operation: Operation): ReportLine {
  const { amount, at, commissionPpm, commission, salesperson } = operation;
  return {
    store_name: store.name,
    store_number_by_merchant: merchantNumber(store),
    salesperson,
    amount: floatText(amount, store.currency),
    barcode_order_id: barcodeAt(store, kind, operation),
    date_of_operation: localTime(at, store.timeZone),
    commission_percent: percent(commissionPpm),
    commission_amount: writeFloat(commission, store.currency),
  };
}

/** Parts per million as a percentage: 1.0, 2.5. */
function percent(ppm: bigint): unknown {
  const whole = ppm / 10_000n;
  const rest = String(ppm % 10_000n)
    .padStart(4, "0")
    .replace(/0+$/, "");
  return JSON.rawJSON(`${whole}.${rest || "0"}`);
}

/** YYYY-MM-DD HH:MM:SS at the store. */
function localTime(at: Temporal.Instant, timeZone: string): string {
  return at
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: "second" })
    .replace("T", " ");
}

const columns = [
  "kind",
  "store_name",
  "store_number_by_merchant",
  "salesperson",
  "amount",
  "barcode_order_id",
  "date_of_operation",
  "commission_percent",
  "commission_amount",
] as const;

/** The same as CSV (RFC 4180), loans first. A text that a spreadsheet would take for a formula is kept from it. */
export function reportCsv(report: Report): string {
  const lines = [
    ...report.loan.map((line) => ({ kind: "loan", ...line })),
    ...report.return.map((line) => ({ kind: "return", ...line })),
  ];
  const rows = lines.map((line) => columns.map((column) => field(plain(line[column]))).join());
  return [columns.join(), ...rows, ""].join("\r\n");
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function field(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
