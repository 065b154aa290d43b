import { type Currency, decimalText } from "./money.ts";
import { methodWords } from "./order-words.ts";
import { boughtLines, type Order } from "./orders.ts";

/** A one-page PDF receipt, small enough to be written by hand: five objects and a table of their offsets. */
export function receiptPdf(order: Order, checkNumber: string, currency: Currency): Uint8Array<ArrayBuffer> {
  const items = boughtLines(order).map(
    (line) => `${line.quantity} x ${line.name}   ${decimalText(line.lineTotal)}`,
  );
  const rows = [
    "Brzoza",
    `Receipt ${checkNumber}`,
    `Order ${order.id}`,
    "",
    ...items,
    "",
    `Total ${decimalText(order.amount)} ${currency}`,
    `Paid ${methodWords[order.purchase.method]}`,
  ];
  return pdf(rows.map(pdfString));
}

export function newCheckNumber(order: Order): string {
  return `R-${order.id.slice("SHOP-".length)}`;
}

function pdf(rows: string[]): Uint8Array<ArrayBuffer> {
  const text = `BT /F1 12 Tf 18 TL 48 780 Td ${rows.map((row) => `(${row}) Tj T*`).join(" ")} ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const tableAt = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${tableAt}\n%%EOF\n`;
  return new TextEncoder().encode(file);
}

/** Helvetica without an embedded encoding only has ASCII for certain, and offsets count bytes. */
function pdfString(text: string): string {
  return text.replace(/[^ -~]/g, "?").replace(/[\\()]/g, "\\$&");
}
