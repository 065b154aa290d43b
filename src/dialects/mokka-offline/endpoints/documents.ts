import type { Application } from "../../../core/applications/index.ts";
import { customers } from "../../../core/customers/index.ts";
import type { House } from "../../../core/house.ts";
import { dayAt, merchants, type StoreFacts } from "../../../core/merchants/index.ts";
import { agreedTariff, financed, payments } from "../../../core/payments/index.ts";
import { type Answer, storeOf } from "../call.ts";
import {
  type DocumentFacts,
  documentLanguage,
  loanFacts,
  toHtml,
  toPdf,
  writeDocument,
} from "../documents/index.ts";
import { notFound } from "../errors.ts";
import type { Operation } from "../operation.ts";

/** Get document by kind: with what is known of the customer and the loan by then. A page, or a file for `.pdf`. */
const ofApplication: Operation = {
  name: "document",
  method: "GET",
  path: "/loan_requests/:token/documents/:kind",
  by: "application",
  async run({ house, path, application, facts }) {
    const [store, person] = await Promise.all([
      aboutStore(house, facts),
      aboutCustomer(house, application, facts),
    ]);
    return answerTo(path.kind ?? "", { ...store, ...person });
  },
};

const ofStore: Operation = {
  name: "store document",
  method: "GET",
  path: "/stores/:id/documents/:kind",
  by: "agent",
  async run(call) {
    const facts = storeOf(call, call.path.id);
    return answerTo(call.path.kind ?? "", await aboutStore(call.house, facts));
  },
};

/** For anybody's browser. */
const privacyPolicy: Operation = {
  name: "privacy policy",
  method: "GET",
  path: "/documents/privacy_policy",
  by: "anybody",
  async run({ house }) {
    const today = house.now().toZonedDateTimeISO("UTC").toPlainDate();
    return answerTo("privacy_policy", { country: "", language: "en", lenderName: "Kassa", today });
  },
};

async function aboutStore(house: House, facts: StoreFacts): Promise<DocumentFacts> {
  const { store, merchant } = facts;
  const lender = await house.reader.find(merchants, { id: merchant.lenderId });
  return {
    country: store.country,
    language: documentLanguage(store.country),
    lenderName: lender?.name ?? merchant.name,
    merchantName: merchant.name,
    store: { name: store.name, address: (store.settings.address ?? "").replace(/^[,\s]+/, "") },
    today: dayAt(facts.store, house.now()),
  };
}

async function aboutCustomer(
  { reader, now }: House,
  { customerId, paymentId }: Application,
  facts: StoreFacts,
): Promise<Partial<DocumentFacts>> {
  const [customer, payment] = await Promise.all([
    customerId ? reader.find(customers, { id: customerId }) : undefined,
    paymentId ? reader.find(payments, { id: paymentId }) : undefined,
  ]);
  const tariff = payment && agreedTariff(payment, facts.tariffs);
  const { reference } = payment ?? {};
  return {
    ...(customer ? { customer } : {}),
    ...(payment && tariff && reference !== undefined
      ? {
          loan: loanFacts({
            tariff,
            amount: financed(payment),
            startOn: dayAt(facts.store, now()),
            reference,
          }),
        }
      : {}),
  };
}

async function answerTo(asked: string, facts: DocumentFacts): Promise<Answer> {
  const [, kind = "", suffix] = /^(\w+?)(?:\.(html|pdf))?$/.exec(asked) ?? [];
  const document = writeDocument(kind, facts);
  if (!document) throw notFound();
  if (suffix !== "pdf") return { type: "text/html; charset=utf-8", content: toHtml(document) };
  return { type: "application/pdf", content: await toPdf(document), file: `${kind}.pdf` };
}

export const documents = [ofApplication, ofStore, privacyPolicy] as const;
