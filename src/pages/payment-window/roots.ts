import type { WindowDefaults } from "./filters.ts";
import { maskDetails } from "./mask.ts";

/** A JSON object as it goes over the wire, in snake_case. */
export type Json = { readonly [name: string]: unknown };

export type PaymentDetailsRoot = Json & Partial<ReturnType<typeof maskDetails>>;

export type CustomerRoot = Json & {
  readonly id?: number;
  readonly ref?: string | null;
  readonly metadata?: unknown;
  readonly stored_cards?: readonly StoredCardRoot[];
};

export type StoredCardRoot = Json & {
  readonly id: number;
  readonly token: string;
  /** Masked. */
  readonly card_number: string;
  readonly card_type: string;
  /** An instant, such as `2027-09-30T23:59:59Z`. */
  readonly expires: string;
  readonly currency: string;
  readonly status?: string;
};

export type ItemRoot = Json & {
  readonly description?: string;
  readonly amount?: string | number;
  readonly qty?: string | number;
};

export type PlanRoot = Json & {
  readonly id: number;
  readonly name: string;
  readonly description?: string | null;
  readonly interval: number;
  /** `days` or `months`. */
  readonly interval_unit: string;
  /** 0: forever. */
  readonly periods: number;
  /** In days. */
  readonly trial_length: number;
  /** Decimals by lower-case currency. */
  readonly prices: Readonly<Record<string, string>>;
  readonly setup_fees: Readonly<Record<string, string>>;
};

/** The switches of `merchant.settings_hosted['v2']`, as Mondido's own templates read them ("defualt" is theirs). */
export type HostedSettings = Json & {
  readonly layout?: {
    readonly name?: string;
    readonly show_logo?: boolean;
    readonly logo_url?: string;
    readonly show?: { readonly powered_by?: boolean };
  };
  readonly terms_and_conditions?: { readonly fallback?: string };
  readonly active_payment_method?: string;
  readonly invoice?: {
    readonly active?: boolean;
    readonly agreement_code?: string;
    readonly segmentation?: { readonly b2c?: boolean; readonly b2b?: boolean; readonly defualt?: string };
  };
  readonly supported_cards?: Readonly<Record<string, { readonly active?: boolean }>>;
  readonly system?: {
    readonly endpoint?: { readonly [name in "pay" | "payment_js" | "lang" | "css"]?: string };
  };
};

export type MerchantRoot = Json & {
  readonly id: number;
  readonly name: string;
  readonly plans?: readonly PlanRoot[];
  readonly settings_hosted?: { readonly v2?: HostedSettings };
};

/** The wire's transaction, with `customer` extended. Decimals are texts, such as "10.0". */
export type TransactionRoot = Json & {
  readonly id: number;
  readonly amount: string;
  readonly currency: string;
  readonly payment_ref: string | null;
  readonly test: boolean;
  readonly status: string;
  readonly metadata?: unknown;
  readonly success_url?: string | null;
  readonly error_url?: string | null;
  readonly items?: readonly ItemRoot[];
  readonly refunds?: readonly Json[];
  readonly customer?: CustomerRoot | null;
  readonly payment_details?: Json | null;
  readonly client_info?: Json | null;
  readonly cost?: Json | null;
  readonly convert_currency?: Json | null;
};

/** What a template is about. Everything but the transaction and its merchant may be missing. */
export type WindowSubjects = {
  readonly transaction: TransactionRoot;
  readonly merchant: MerchantRoot;
  readonly subscription?: Json | undefined;
  readonly stored_card?: Json | undefined;
  readonly plan?: PlanRoot | undefined;
  readonly refund?: Json | undefined;
  /** What the shop posted. */
  readonly posted?: Json | undefined;
  readonly window: WindowDefaults;
};

/** The variables of a template. */
export type WindowRoots = Json & {
  readonly transaction: TransactionRoot & {
    readonly merchant: MerchantRoot;
    readonly payment_details: PaymentDetailsRoot;
  };
  readonly merchant: MerchantRoot;
  readonly payment_details: PaymentDetailsRoot;
  /** The document writes `paymentdetail.personal_number`, and `payment_details` for everything else. */
  readonly paymentdetail: PaymentDetailsRoot;
  readonly plan?: PlanRoot | undefined;
  readonly window: WindowDefaults;
};

/** Posted parameters that no page shows, whatever its template asks for. */
const unprintable = new Set([
  "secret",
  "password",
  "encrypted",
  "card_number",
  "card_cvv",
  "card_expiry",
  "expMM",
  "expYY",
]);

/** All variables of a template: every posted parameter by its name, and above them the objects that the
 *  document names. */
export function windowRoots({ transaction, merchant, posted = {}, ...others }: WindowSubjects): WindowRoots {
  const details = detailsRoot(transaction.payment_details ?? {});
  return {
    ...Object.fromEntries(Object.entries(posted).filter(([name]) => !unprintable.has(name))),
    ...others,
    merchant,
    transaction: { ...transaction, merchant, payment_details: details },
    payment_details: details,
    paymentdetail: details,
  };
}

function detailsRoot(details: Json): PaymentDetailsRoot {
  return {
    personal_number: details.ssn ?? null,
    address: details.address_1 ?? null,
    ...details,
    ...maskDetails(details),
  };
}
