import type { Money } from "../../core/money/index.ts";
import type { Locale } from "../locale.ts";
import type { FieldErrors, QuestionnaireField } from "./fields.ts";

export type Frame = {
  readonly locale: Locale;
  /** Allows the accent's style rules in the Content-Security-Policy. */
  readonly nonce: string;
  /** May be empty where the merchant is not known. */
  readonly merchantName: string;
  /** `#rgb` or `#rrggbb`; anything else is ignored. */
  readonly accent?: string;
  readonly logoUrl?: string;
  readonly termsUrl?: string;
  /** The way back to the shop. */
  readonly closeUrl?: string;
  /** Where every form posts to. */
  readonly action: string;
  /** Comes back with every form, so that a form of an earlier screen can be told apart. */
  readonly version: number;
  readonly session?: string;
  /** Whether the page stands in a frame of another site: there browsers do not let a page take the focus. */
  readonly framed?: boolean;
  /** Whether a session that the browser may remember would show more. */
  readonly asksForSession?: boolean;
  /** Whether the page leads back to the shop by itself. */
  readonly leaves?: boolean;
  readonly step?: { readonly number: number; readonly of: number };
  /** How a shopper reaches support, as plain text. */
  readonly support?: string;
  /** Sandbox only: a note such as the test code. */
  readonly testHint?: string;
};

export type Payment = { readonly dueOn: Temporal.PlainDate; readonly amount: Money };

export type QuestionnaireScreen = {
  readonly name: "questionnaire";
  readonly values: Readonly<Partial<Record<QuestionnaireField, string>>>;
  readonly errors: FieldErrors;
  readonly purpose: "registration" | "purchase";
  readonly order?: { readonly total: Money; readonly merchantName: string };
};

export type LoginScreen = {
  readonly name: "login";
  readonly values: { readonly primary_phone?: string };
  readonly errors: FieldErrors;
  readonly unknownPhone?: boolean;
};

export type CodeScreen = {
  readonly name: "code";
  readonly firstName?: string;
  /** Already masked. */
  readonly phone: string;
  readonly errors: FieldErrors;
  readonly resendInSeconds: number;
  readonly attemptsLeft?: number;
};

export type OrderItem = {
  readonly name: string;
  readonly quantity: number;
  /** Of one. */
  readonly price: Money;
  readonly salePrice?: Money;
};

export type Tariff = {
  readonly term: number;
  readonly kind: "installments" | "bnpl";
  readonly monthlyPayment: Money;
  readonly monthlyOverpayment: Money;
  readonly totalOverpayment: Money;
  readonly total: Money;
  readonly payments: readonly Payment[];
};

export type OrderScreen = {
  readonly name: "order";
  readonly limit: Money;
  readonly items: readonly OrderItem[];
  readonly total: Money;
  readonly prepayment?: Money;
  readonly financed: Money;
  readonly tariffs: readonly Tariff[];
  readonly chosenTerm?: number;
  /** The shop has chosen the term; only that schedule is shown. */
  readonly fixedTerm?: boolean;
  readonly errors: FieldErrors;
};

export type Outcome =
  | "registration_approved"
  | "registration_declined"
  | "purchase_approved"
  | "purchase_declined"
  | "expired"
  | "canceled"
  | "finished"
  | "contact_support";

export type ResultScreen = {
  readonly name: "result";
  readonly outcome: Outcome;
  readonly reason?: "blocked" | "overdue" | "limit_not_enough" | "no_tariff" | "policy";
  readonly limit?: Money;
  readonly amount?: Money;
  readonly payments?: readonly Payment[];
  /** Used unchanged. */
  readonly redirectUrl: string;
  readonly proceedToPrepayment?: boolean;
};

export type ErrorScreen = {
  readonly name: "error";
  readonly kind: "not_found" | "busy" | "bad_request" | "forbidden";
  readonly retryUrl?: string;
};

export type Screen =
  | QuestionnaireScreen
  | LoginScreen
  | CodeScreen
  | { readonly name: "assessing" }
  | OrderScreen
  | ResultScreen
  | ErrorScreen;
