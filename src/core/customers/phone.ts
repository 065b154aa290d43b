import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";

/** Digits with the country code in front, as customers are known by; undefined when the text is no phone number
 *  of a possible length. `country`: where the number is from when it does not say so itself. */
export function parsePhone(text: string, country: string): string | undefined {
  const number = parsePhoneNumberFromString(text, country as CountryCode);
  return number?.isPossible() ? number.number.slice(1) : undefined;
}

/** Whether phone numbers of this country can be read. */
export function isCountry(code: string): boolean {
  return isSupportedCountry(code);
}

/** The number as it is dialed within its country: without the country code, as merchants write it. */
export function nationalPhone(phone: string, country: string): string {
  const code = getCountryCallingCode(country as CountryCode);
  return phone.startsWith(code) ? phone.slice(code.length) : phone;
}
