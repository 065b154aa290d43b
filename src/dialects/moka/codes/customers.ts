import { type CodeTable, opening } from "./source.ts";

const theCustomer = {
  CustomerCodeOrDealerCustomerIdMustBeGiven: "chosen",
  DealerCustomerNotFound: "chosen",
  CustomerCodeDoesntMatchDealerCustomerId: "chosen",
} as const;

const person = {
  InvalidGender: "chosen",
  InvalidDateFormatBirthDate: "chosen",
} as const;

const card = {
  CardHolderFullNameIsRequired: "chosen",
  CardNumberIsRequired: "chosen",
  ExpMonthIsRequired: "chosen",
  ExpYearIsRequired: "chosen",
  InvalidCardInfo: "chosen",
} as const;

const theCard = { CardTokenIsRequired: "chosen", CardNotFound: "chosen" } as const;

/** Customers and their cards (facts 2.9). */
export const customerCodes = {
  "DealerCustomer/AddCustomer": {
    ...opening("chosen"),
    CustomerCodeIsRequired: "chosen",
    FirstNameIsRequired: "chosen",
    ...person,
    CustomerCodeAlreadyUsing: "recorded",
  },
  "DealerCustomer/UpdateCustomer": {
    ...opening("chosen"),
    CustomerCodeOrDealerCustomerIdMustBeGiven: "chosen",
    ...person,
    DealerCustomerNotFound: "chosen",
    CustomerCodeAlreadyUsing: "chosen",
  },
  "DealerCustomer/GetCustomer": { ...opening("recorded"), ...theCustomer },
  "DealerCustomer/GetCustomerList": { ...opening("chosen"), NoDataFound: "chosen" },
  "DealerCustomer/RemoveCustomer": {
    ...opening("documented"),
    CustomerCodeOrDealerCustomerIdMustBeGiven: "documented",
    DealerCustomerNotFound: "documented",
    CustomerCodeDoesntMatchDealerCustomerId: "documented",
  },
  "DealerCustomer/AddCustomerWithCard": {
    ...opening("chosen"),
    CustomerCodeIsRequired: "chosen",
    FirstNameIsRequired: "chosen",
    ...person,
    ...card,
    CustomerCodeAlreadyUsing: "recorded",
  },
  "DealerCustomer/AddCard": {
    ...opening("chosen"),
    CustomerCodeOrDealerCustomerIdMustBeGiven: "chosen",
    ...card,
    DealerCustomerNotFound: "chosen",
    CustomerCodeDoesntMatchDealerCustomerId: "chosen",
    CardAlreadyExists: "recorded",
  },
  "DealerCustomer/UpdateCard": { ...opening("chosen"), ...theCard },
  "DealerCustomer/GetCard": { ...opening("chosen"), ...theCard },
  "DealerCustomer/GetCardList": { ...opening("chosen"), ...theCustomer, CardNotFound: "chosen" },
  "DealerCustomer/RemoveCard": {
    ...opening("documented"),
    CardTokenIsRequired: "documented",
    CardNotFound: "documented",
  },
} as const satisfies CodeTable;
