/** What a provider has agreed on with a dealer. What is not told is not limited. Limits are amounts of a payment's own
 *  currency, as decimals: "1000.00". */
export type Contract = {
  /** false: no bank takes the dealer's payments. */
  readonly bank?: boolean;
  readonly threeD?: "required";
  readonly preAuth?: "required" | "forbidden";
  readonly pool?: "required" | "forbidden";
  readonly foreignCurrency?: boolean;
  /** Whether cards may be stored by paying. */
  readonly tokenization?: boolean;
  readonly mostInstallments?: number;
  readonly least?: string;
  readonly most?: string;
  /** Of all payments of a day, and of those with one card. */
  readonly mostOfDay?: string;
  readonly mostOfCardAndDay?: string;
  /** From where the dealer's system calls. */
  readonly addresses?: readonly string[];
  readonly channels?: readonly ("direct" | "threeD" | "link")[];
  /** Whom else the dealer sells for. */
  readonly subMerchants?: readonly string[];
  /** For which numbers of instalments a commission is agreed on, with the dealer and with the dealer's group. */
  readonly rates?: readonly number[];
  readonly groupRates?: readonly number[];
};
