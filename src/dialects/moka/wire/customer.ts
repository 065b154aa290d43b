import { dateText } from "../istanbul.ts";
import { cardJson, type StoredCard } from "./card.ts";

export const genders = { male: 1, female: 2 } as const;

/** Whom a dealer charges. What is not known of somebody is empty text. */
export type Customer = {
  readonly number: bigint;
  readonly code: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly gender: keyof typeof genders | null;
  readonly bornOn: Temporal.PlainDate | null;
  readonly phone: string;
  readonly email: string;
  readonly address: string;
};

function personJson(customer: Customer) {
  return {
    DealerCustomerId: Number(customer.number),
    CustomerCode: customer.code,
    Password: customer.password,
    FirstName: customer.firstName,
    LastName: customer.lastName,
    Gender: customer.gender ? genders[customer.gender] : 0,
    BirthDate: dateText(customer.bornOn),
    GsmNumber: customer.phone,
    Email: customer.email,
    Address: customer.address,
  };
}

/** `Data` of the calls about one customer and about cards (facts 2.2, 2.3), with the cards the call is about:
 *  GetCustomer is about none. */
export function customerJson(customer: Customer, cards: readonly StoredCard[]) {
  return {
    DealerCustomer: personJson(customer),
    CardListCount: cards.length,
    CardList: cards.map(cardJson),
  };
}

/** `Data` of GetCustomerList. */
export function customerListJson(customers: readonly Customer[]) {
  return { DealerCustomerListCount: customers.length, DealerCustomerList: customers.map(personJson) };
}
