import { parsePhone } from "../../../core/customers/index.ts";
import type { StoreFacts } from "../../../core/merchants/index.ts";
import { type Payment, soldOrders } from "../../../core/payments/index.ts";
import { sendReturnCode } from "../../../core/returns/index.ts";
import { objectAt, textAt } from "../../toolkit/json.ts";
import { barcodePng, barcodeSvg } from "../barcodes.ts";
import { type AgentCall, empty, storeOf } from "../call.ts";
import { codesFor } from "../codes.ts";
import { notFound } from "../errors.ts";
import { findOrder } from "../find-order.ts";
import type { Operation } from "../operation.ts";
import { barcodeAt } from "../store-barcode.ts";
import { writeOrder } from "../wire.ts";

const most = 100;

/** Get list of orders: finished ones of a store, by all filters that are given. */
const list: Operation = {
  name: "orders",
  method: "GET",
  path: "/orders",
  by: "agent",
  async run(call) {
    const facts = storeOf(call, call.params.store_id);
    const filters = objectAt(call.params, "filters");
    const { store, merchant } = facts;
    const asked = textAt(filters, "mobile_phone", 30);
    const phone = asked && (parsePhone(asked, store.country) ?? asked);
    const filter = {
      merchantId: merchant.id,
      storeId: store.id,
      lenderId: merchant.lenderId,
      phone,
      paper: textAt(filters, "id_document_no", 30)?.toUpperCase(),
      orderId: textAt(filters, "order_id", 255),
      reference: textAt(filters, "guid", 30),
      email: textAt(filters, "email", 254),
    };
    const orders = await soldOrders(call.house.reader, filter, most);
    return { json: { orders: orders.map((order) => writeOrder(order, orderBarcode(facts, order), store)) } };
  },
};

function orderBarcode({ store }: StoreFacts, order: Pick<Payment, "captured" | "reference">): string {
  return barcodeAt(store, "loan", { amount: order.captured, reference: order.reference });
}

/** Send return confirmation code: to the customer of the order. */
const sendCode: Operation = {
  name: "send return code",
  method: "POST",
  path: "/orders/:id/send_return_confirmation_code",
  by: "agent",
  async run(call: AgentCall) {
    const found = await findOrder(call, call.path.id);
    if (!found) throw notFound();
    const { payment, facts } = found;
    await call.house.write((tx) =>
      sendReturnCode(tx, { paymentId: payment.id, ...codesFor(call.house, facts) }),
    );
    return empty;
  },
};

/** The barcode as a picture, for tills that print it. Our own addition. */
function picture(suffix: "svg" | "png"): Operation {
  return {
    name: "order barcode",
    method: "GET",
    path: `/orders/:id/barcode.${suffix}`,
    by: "agent",
    async run(call) {
      const found = await findOrder(call, call.path.id);
      if (!found) throw notFound();
      const text = orderBarcode(found.facts, found.payment);
      return suffix === "svg"
        ? { type: "image/svg+xml", content: barcodeSvg(text) }
        : { type: "image/png", content: await barcodePng(text) };
    },
  };
}

export const orders = [list, sendCode, picture("svg"), picture("png")] as const;
