import type { Address, WalletUser } from "../../../core/wallet/index.ts";

/** Where a checkout is to be delivered, and billed. `delivery`: null when the shop allows none. */
export type Addresses = { readonly billing: Address; readonly delivery: Address | null };

/** The address callback (facts 3.7). */
export function addressBody({
  paymentId,
  attemptId,
  user,
  addresses,
}: {
  paymentId: string;
  attemptId: string;
  user: Pick<WalletUser, "phone" | "email">;
  addresses: Addresses;
}) {
  return {
    PaymentId: paymentId,
    AuthorizationAttemptId: attemptId,
    Addresses: addressItems(addresses),
    EmailAddress: user.email,
    EmailAddressValidationMethod: "EmailEnteredTwice",
    EmailAddressValidationStatus: "Validated",
    PhoneNumber: user.phone,
    PhoneNumberValidationMethod: "SMSChallenge",
    PhoneNumberValidationStatus: "Validated",
  };
}

/** One item when both are the same or nothing is delivered, else two. */
function addressItems({ billing, delivery }: Addresses) {
  if (delivery === null) return [addressItem(billing, { isBilling: true, isDelivery: false })];
  if (isSame(billing, delivery)) return [addressItem(billing, { isBilling: true, isDelivery: true })];
  return [
    addressItem(billing, { isBilling: true, isDelivery: false }),
    addressItem(delivery, { isBilling: false, isDelivery: true }),
  ];
}

function addressItem(address: Address, use: { isBilling: boolean; isDelivery: boolean }) {
  return {
    FirstName: address.firstName,
    Surname: address.surname,
    Attention: address.attention,
    CompanyName: address.company,
    AddressLine1: address.line1,
    AddressLine2: address.line2,
    PostalCode: address.postalCode,
    City: address.city,
    CountryCode: address.country,
    IsCustomerOfficialAddress: address.isOfficial,
    IsBillingAddress: use.isBilling,
    IsDeliveryAddress: use.isDelivery,
    AddressValidationMethod: "DaWa",
    AddressValidationStatus: "NotValidated",
  };
}

function isSame(one: Address, other: Address): boolean {
  return JSON.stringify(addressItem(one, both)) === JSON.stringify(addressItem(other, both));
}

const both = { isBilling: true, isDelivery: true };
