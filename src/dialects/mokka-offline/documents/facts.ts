import { amountOf, planSchedule, type Tariff } from "../../../core/credit/index.ts";
import type { Customer } from "../../../core/customers/index.ts";
import { type Money, money } from "../../../core/money/index.ts";
import type { Language } from "./document.ts";

/** What a document is about. What is not known yet is left out. */
export type DocumentFacts = {
  readonly country: string;
  readonly language: Language;
  readonly lenderName: string;
  readonly today: Temporal.PlainDate;
  readonly merchantName?: string;
  readonly store?: { readonly name: string; readonly address: string };
  readonly customer?: CustomerFacts;
  readonly loan?: LoanFacts;
};

export type CustomerFacts = Pick<
  Customer,
  "firstName" | "surname" | "patronymic" | "birthOn" | "email" | "phone" | "details"
>;

export type LoanFacts = {
  /** The number by which merchants know the order. */
  readonly reference?: string;
  readonly tariffNumber: number;
  readonly every: Tariff["every"];
  readonly startOn: Temporal.PlainDate;
  readonly amount: Money;
  readonly total: Money;
  readonly instalments: readonly { readonly dueOn: Temporal.PlainDate; readonly amount: Money }[];
};

/** What a loan of this amount (minor units) taken on `startOn` comes to. */
export function loanFacts(terms: {
  tariff: Tariff;
  amount: bigint;
  startOn: Temporal.PlainDate;
  reference?: string;
}): LoanFacts {
  const { tariff, amount, startOn, reference } = terms;
  const plan = planSchedule(tariff, amount, startOn);
  const inCurrency = (minor: bigint) => money(minor, tariff.currency);
  return {
    ...(reference === undefined ? {} : { reference }),
    tariffNumber: tariff.number,
    every: tariff.every,
    startOn,
    amount: inCurrency(amount),
    total: inCurrency(plan.total),
    instalments: plan.instalments.map((instalment) => ({
      dueOn: instalment.dueOn,
      amount: inCurrency(amountOf(instalment)),
    })),
  };
}

/** The language of a country's documents; English where there are none in its own. */
export function documentLanguage(country: string): Language {
  return ({ PL: "pl", RO: "ro" } as const)[country] ?? "en";
}
