import type { Row } from "../document.ts";

/** The kinds that have words of their own. */
export type SheetName =
  | "regulations"
  | "privacy_policy"
  | "personal_data"
  | "credit_bureaus"
  | "personal_data_marketing_email"
  | "personal_data_marketing_phone"
  | "personal_data_marketing_all"
  | "third_parties"
  | "tax_office"
  | "asp"
  | "individual"
  | "agreement"
  | "offer"
  | "secci"
  | "rcl"
  | "agreement_rcl_regular_loan";

/** A document's words. */
export type Sheet = {
  readonly title: string;
  readonly lead: string;
  /** What is shown of the customer and the loan, before the sections. */
  readonly shows: readonly ("customer" | "loan")[];
  readonly sections: readonly Passage[];
};

export type Passage = { readonly heading: string; readonly lines: readonly Line[] };

/** A paragraph, a list, or labels with what they stand for. */
export type Line = string | { readonly list: readonly string[] } | { readonly rows: readonly Row[] };

export type Sheets<Name extends SheetName = SheetName> = Readonly<Record<Name, (words: Words) => Sheet>>;

/** What the words are about. */
export type Words = {
  readonly lender: string;
  readonly bureau: string;
  readonly dataAuthority: string;
  readonly consumerAuthority: string;
  /** undefined before a tariff is chosen. */
  readonly loan: LoanWords | undefined;
};

export type LoanWords = {
  readonly amount: string;
  readonly total: string;
  readonly overpayment: string;
  readonly rate: string;
  readonly count: string;
  readonly every: string;
  readonly largest: string;
  readonly first: string;
  readonly last: string;
};

export type Labels = {
  readonly parties: { readonly lender: string; merchant: string; store: string; day: string };
  readonly customer: {
    readonly heading: string;
    name: string;
    birth: string;
    pesel: string;
    polishId: string;
    address: string;
    phone: string;
    email: string;
  };
  readonly loan: {
    readonly heading: string;
    reference: string;
    tariff: string;
    start: string;
    amount: string;
    count: string;
    largest: string;
    overpayment: string;
    total: string;
    rate: string;
    /** Instead of all that, before a tariff is chosen. */
    unknown: string;
  };
  readonly schedule: { readonly caption: string; number: string; day: string; amount: string; total: string };
  readonly every: { readonly month: string; readonly "30days": string };
  /** Where the country's own are not known. */
  readonly authorities: Authorities;
  readonly pageOf: (page: number, pages: number) => string;
};

export type Authorities = Pick<Words, "bureau" | "dataAuthority" | "consumerAuthority">;

export type Texts = { readonly labels: Labels; readonly sheets: Sheets };

export function passage(heading: string, ...lines: Line[]): Passage {
  return { heading, lines };
}

export function list(...items: string[]): Line {
  return { list: items };
}
