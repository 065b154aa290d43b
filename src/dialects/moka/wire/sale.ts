import { dateText } from "../istanbul.ts";
import { currencyName, writeAmount } from "../money.ts";
import type { Customer } from "./customer.ts";
import type { Product } from "./product.ts";

export const planTypes = { automatic: 1, manual: 2 } as const;

/** What a customer pays for, again and again. */
export type Sale = {
  readonly number: bigint;
  readonly code: string;
  readonly customer: Pick<Customer, "number" | "code">;
  readonly product: Pick<Product, "number" | "code">;
  /** Of each payment, in minor units. */
  readonly amount: bigint;
  /** ISO 4217. */
  readonly currency: string;
  readonly installments: number;
  /** The schedule's number; null for manual plans. */
  readonly schedule: bigint | null;
  readonly soldOn: Temporal.PlainDate;
  readonly beginOn: Temporal.PlainDate;
  /** null: no end. */
  readonly endOn: Temporal.PlainDate | null;
  /** On how many days a step is tried. */
  readonly trialDays: number;
  readonly description: string;
  readonly planType: keyof typeof planTypes;
  readonly customerType: number | null;
  /** Tried in this order; null where there is none. */
  readonly cardTokens: readonly [string | null, string | null, string | null];
};

/** `Data` of AddSale, UpdateSale and GetSale (facts 2.6). */
export function saleJson(sale: Sale) {
  const { number, code, customer, product } = sale;
  return {
    DealerSaleId: Number(number),
    SaleCode: code,
    CustomerCode: customer.code,
    DealerCustomerId: Number(customer.number),
    ProductCode: product.code,
    DealerProductId: Number(product.number),
    ...termsJson(sale),
  };
}

/** `Data` of GetSaleList, where numbers stand before codes. */
export function saleListJson(sales: readonly Sale[]) {
  return {
    DealerSaleListCount: sales.length,
    DealerSaleList: sales.map((sale) => ({
      DealerSaleId: Number(sale.number),
      SaleCode: sale.code,
      DealerCustomerId: Number(sale.customer.number),
      CustomerCode: sale.customer.code,
      DealerProductId: Number(sale.product.number),
      ProductCode: sale.product.code,
      ...termsJson(sale),
    })),
  };
}

function termsJson(sale: Sale) {
  const [first, second, third] = sale.cardTokens;
  return {
    Amount: writeAmount(sale.amount, sale.currency),
    Currency: currencyName(sale.currency),
    InstallmentNumber: sale.installments,
    DealerSaleScheduleId: Number(sale.schedule ?? 0n),
    SaleDate: dateText(sale.soldOn),
    BeginDate: dateText(sale.beginOn),
    EndDate: dateText(sale.endOn),
    HowManyTrial: sale.trialDays,
    Description: sale.description,
    PlanType: planTypes[sale.planType],
    DealerCustomerTypeId: sale.customerType ?? 0,
    DefaultCard1Token: first ?? "",
    DefaultCard2Token: second ?? "",
    DefaultCard3Token: third ?? "",
  };
}
