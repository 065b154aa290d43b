import { consents } from "./pl-consents.ts";
import { contracts } from "./pl-contracts.ts";
import { terms } from "./pl-terms.ts";
import type { Texts } from "./text.ts";

export const pl: Texts = {
  labels: {
    parties: { lender: "Kredytodawca", merchant: "Sprzedawca", store: "Sklep", day: "Data" },
    customer: {
      heading: "Klient",
      name: "Imię i nazwisko",
      birth: "Data urodzenia",
      pesel: "PESEL",
      polishId: "Dowód osobisty",
      address: "Adres",
      phone: "Telefon",
      email: "E-mail",
    },
    loan: {
      heading: "Kredyt",
      reference: "Numer zakupu",
      tariff: "Taryfa",
      start: "Data zawarcia umowy",
      amount: "Całkowita kwota kredytu",
      count: "Liczba rat",
      largest: "Najwyższa rata",
      overpayment: "Całkowity koszt kredytu",
      total: "Całkowita kwota do zapłaty",
      rate: "RRSO",
      unknown: "Kwoty i terminy pojawią się tutaj po wyborze taryfy.",
    },
    schedule: {
      caption: "Harmonogram spłat",
      number: "Rata",
      day: "Termin",
      amount: "Kwota",
      total: "Razem",
    },
    every: { month: "co miesiąc", "30days": "co 30 dni" },
    authorities: {
      bureau: "biuro informacji kredytowej w Twoim kraju",
      dataAuthority: "organ ochrony danych osobowych w Twoim kraju",
      consumerAuthority: "organ ochrony konsumentów w Twoim kraju",
    },
    pageOf: (page, pages) => `Strona ${page} z ${pages}`,
  },
  sheets: { ...consents, ...terms, ...contracts },
};
