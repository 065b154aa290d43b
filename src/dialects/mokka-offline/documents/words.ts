import { exponentOf, formatDecimal, type Money, money, subtract } from "../../../core/money/index.ts";
import { annualRate } from "./apr.ts";
import type { Language } from "./document.ts";
import type { DocumentFacts, LoanFacts } from "./facts.ts";
import type { Authorities, Labels, LoanWords, Words } from "./texts/text.ts";

/** What the texts are given to speak of. */
export function wordsFor({ lenderName, country, language, loan }: DocumentFacts, labels: Labels): Words {
  return {
    lender: lenderName,
    ...(authorities[country] ?? labels.authorities),
    loan: loan && wordLoan(loan, language, labels),
  };
}

export function wordLoan(loan: LoanFacts, language: Language, labels: Labels): LoanWords {
  const { amount, total, instalments, every } = loan;
  const write = (sum: Money) => writeMoney(sum, language);
  const largest = instalments.reduce((most, { amount: { amount } }) => (amount > most ? amount : most), 0n);
  const day = (at: number) => {
    const dueOn = instalments.at(at)?.dueOn;
    return dueOn ? writeDay(dueOn, language) : "";
  };
  return {
    amount: write(amount),
    total: write(total),
    overpayment: write(subtract(total, amount)),
    rate: writeRate(annualRate(loan), language),
    count: String(instalments.length),
    every: labels.every[every],
    largest: write(money(largest, amount.currency)),
    first: day(0),
    last: day(-1),
  };
}

/** In the country's own language, because they are names. */
const authorities: Readonly<Record<string, Authorities>> = {
  PL: {
    bureau: "Biuro Informacji Kredytowej S.A. (BIK)",
    dataAuthority: "Prezes Urzędu Ochrony Danych Osobowych (UODO)",
    consumerAuthority:
      "Rzecznik Finansowy, Prezes Urzędu Ochrony Konkurencji i Konsumentów (UOKiK), powiatowy rzecznik konsumentów",
  },
  RO: {
    bureau: "Biroul de Credit S.A.",
    dataAuthority:
      "Autoritatea Națională de Supraveghere a Prelucrării Datelor cu Caracter Personal (ANSPDCP)",
    consumerAuthority: "Autoritatea Națională pentru Protecția Consumatorilor (ANPC)",
  },
};

export function writeMoney(sum: Money, language: Language): string {
  const decimals = exponentOf(sum.currency);
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency: sum.currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(formatDecimal(sum) as Intl.StringNumericLiteral);
}

export function writeDay(day: Temporal.PlainDate, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(day);
}

function writeRate(rate: number, language: Language): string {
  const decimals = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(language, { style: "percent", ...decimals }).format(rate);
}
