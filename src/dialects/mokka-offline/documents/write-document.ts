import type { Block, Document, Language, Row, Section } from "./document.ts";
import type { CustomerFacts, DocumentFacts, LoanFacts } from "./facts.ts";
import { en } from "./texts/en.ts";
import { pl } from "./texts/pl.ts";
import { ro } from "./texts/ro.ts";
import type { Labels, Line, LoanWords, SheetName, Texts } from "./texts/text.ts";
import { wordLoan, wordsFor, writeDay, writeMoney } from "./words.ts";

const texts: Readonly<Record<Language, Texts>> = { pl, ro, en };

/** The words of each kind (document, "Get document by kind"; facts 4.3). */
const sheetNames: Readonly<Record<string, SheetName>> = {
  regulations: "regulations",
  personal_data: "personal_data",
  credit_bureaus: "credit_bureaus",
  personal_data_marketing_email: "personal_data_marketing_email",
  personal_data_marketing_phone: "personal_data_marketing_phone",
  personal_data_marketing_all: "personal_data_marketing_all",
  third_parties: "third_parties",
  tax_office: "tax_office",
  individual: "individual",
  individual_agreement: "individual",
  agreement: "agreement",
  offer: "offer",
  secci: "secci",
  asp: "asp",
  rcl: "rcl",
  agreement_rcl_regular_loan: "agreement_rcl_regular_loan",
  privacy_policy: "privacy_policy",
};

export const documentKinds: readonly string[] = Object.keys(sheetNames);

/** The document of this kind with what is known of the customer and the loan; undefined for an unknown kind. */
export function writeDocument(kind: string, facts: DocumentFacts): Document | undefined {
  const name = Object.hasOwn(sheetNames, kind) ? sheetNames[kind] : undefined;
  if (!name) return undefined;
  const { language, customer, loan, today } = facts;
  const { labels, sheets } = texts[language];
  const { title, lead, shows, sections } = sheets[name](wordsFor(facts, labels));
  return {
    language,
    title,
    lead,
    day: today,
    pageOf: labels.pageOf,
    sections: [
      aboutParties(facts, labels),
      ...(shows.includes("customer") && customer ? [aboutCustomer(customer, language, labels)] : []),
      ...(shows.includes("loan") ? [aboutLoan(loan, language, labels)] : []),
      ...sections.map(({ heading, lines }) => ({ heading, blocks: lines.map(blockOf) })),
    ],
  };
}

function aboutParties(facts: DocumentFacts, { parties }: Labels): Section {
  const { lenderName, merchantName, store, today, language } = facts;
  return details(undefined, [
    [parties.lender, lenderName],
    [parties.merchant, merchantName],
    [parties.store, store && joined(store.name, store.address)],
    [parties.day, writeDay(today, language)],
  ]);
}

function aboutCustomer(customer: CustomerFacts, language: Language, labels: Labels): Section {
  const { firstName, patronymic, surname, birthOn, phone, email } = customer;
  const { pesel, polishId, address = {} } = customer.details;
  const { street, house, building, apartment, postalCode, settlement, area } = address;
  const number = [house, building, apartment].filter(Boolean).join("/");
  const { heading, ...label } = labels.customer;
  return details(heading, [
    [label.name, [firstName, patronymic, surname].filter(Boolean).join(" ")],
    [label.birth, birthOn ? writeDay(birthOn, language) : undefined],
    [label.pesel, pesel && masked(pesel)],
    [label.polishId, polishId && masked(polishId)],
    [label.address, joined(spaced(street, number), spaced(postalCode, settlement), area)],
    [label.phone, `+${phone}`],
    [label.email, email],
  ]);
}

function aboutLoan(loan: LoanFacts | undefined, language: Language, labels: Labels): Section {
  const { heading, unknown } = labels.loan;
  if (!loan) return { heading, blocks: [{ type: "paragraph", text: unknown }] };
  const words = wordLoan(loan, language, labels);
  const rows = loanRows(loan, words, language, labels.loan);
  const schedule = scheduleOf(loan, words, language, labels.schedule);
  return { heading, blocks: [...details(undefined, rows).blocks, schedule] };
}

function loanRows(
  loan: LoanFacts,
  words: LoanWords,
  language: Language,
  label: Labels["loan"],
): readonly (readonly [string, string | undefined])[] {
  return [
    [label.reference, loan.reference],
    [label.tariff, String(loan.tariffNumber)],
    [label.start, writeDay(loan.startOn, language)],
    [label.amount, words.amount],
    [label.count, `${words.count}, ${words.every}`],
    [label.largest, words.largest],
    [label.overpayment, words.overpayment],
    [label.total, words.total],
    [label.rate, words.rate],
  ];
}

function scheduleOf(
  { instalments }: LoanFacts,
  { total }: LoanWords,
  language: Language,
  labels: Labels["schedule"],
): Block {
  const rows = instalments.map(({ dueOn, amount }, i) => [
    String(i + 1),
    writeDay(dueOn, language),
    writeMoney(amount, language),
  ]);
  const { caption, number, day, amount } = labels;
  return { type: "table", caption, columns: [number, day, amount], rows, total: [labels.total, "", total] };
}

function blockOf(line: Line): Block {
  if (typeof line === "string") return { type: "paragraph", text: line };
  return "rows" in line ? { type: "details", rows: line.rows } : { type: "list", items: line.list };
}

/** Without the labels of what is not known. */
function details(
  heading: string | undefined,
  rows: readonly (readonly [label: string, value: string | null | undefined])[],
): Section {
  const known = rows.filter((row): row is Row => Boolean(row[1]));
  return { ...(heading === undefined ? {} : { heading }), blocks: [{ type: "details", rows: known }] };
}

/** Enough to be recognized by whoever it belongs to, and no more. */
function masked(number: string): string {
  return "*".repeat(Math.max(number.length - 4, 0)) + number.slice(-4);
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(", ");
}

function spaced(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
