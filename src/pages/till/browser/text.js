import { en } from "./texts/en.js";
import { pl } from "./texts/pl.js";

const catalogs = { en, pl };
const key = "kassa-till-language";

// The API names neither: its first stores are in Poland.
const currency = "PLN";
const dialingCode = "48";

let chosen = remembered() ?? document.documentElement.lang;

export function language() {
  return chosen in catalogs ? chosen : "en";
}

export function otherLanguage() {
  return language() === "en" ? "pl" : "en";
}

export function speak(wanted) {
  chosen = wanted;
  document.documentElement.lang = language();
  try {
    window.localStorage.setItem(key, wanted);
  } catch {
    // Then the browser's language is used the next time.
  }
}

function remembered() {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function t(name, parameters = {}) {
  const entry = catalogs[language()][name];
  const form =
    typeof entry === "string"
      ? entry
      : (entry[new Intl.PluralRules(language()).select(parameters.count)] ?? entry.other);
  return form.replaceAll(/\{(\w+)\}/g, (_, parameter) => parameters[parameter]);
}

export function has(name) {
  return name in catalogs.en;
}

/** The API's messages may be parts of a sentence. */
export function sentence(text = "") {
  return text.charAt(0).toLocaleUpperCase(language()) + text.slice(1);
}

export function money(amount) {
  return new Intl.NumberFormat(language(), { style: "currency", currency }).format(amount);
}

/** A day that the API writes as dd-mm-yyyy. */
export function day(text) {
  const [date, month, year] = text.split("-");
  const format = new Intl.DateTimeFormat(language(), { dateStyle: "long", timeZone: "UTC" });
  return format.format(Date.UTC(year, month - 1, date));
}

export function moment(text) {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(text),
  );
}

/** The digits of a phone with the country's code, however it was typed; undefined when it cannot be one. */
export function phoneIn(text) {
  const digits = text.replaceAll(/[\s().-]/g, "").replace(/^(\+|00)/, "");
  if (!/^\d+$/.test(digits)) return undefined;
  if (digits.length === 9) return dialingCode + digits;
  return digits.length === 11 && digits.startsWith(dialingCode) ? digits : undefined;
}

/** Without the country's code, as orders are found by it. */
export function localPhone(phone) {
  return phone.slice(dialingCode.length);
}

export function phoneText(phone) {
  return `+${dialingCode} ${localPhone(phone).replaceAll(/(\d{3})(?=\d)/g, "$1 ")}`.replaceAll(" ", "\u00a0");
}

/** A decimal such as 1399.50, however it was typed; undefined when it is not one. */
export function amountIn(text) {
  const plain = text.replaceAll(/\s/g, "").replace(",", ".");
  return /^\d{1,9}(\.\d{1,2})?$/.test(plain) && Number(plain) > 0 ? plain : undefined;
}

/** dd-mm-yyyy, however the day was typed; undefined when it is not one. */
export function dayIn(text) {
  const [, date, month, year] = /^(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4})$/.exec(text.trim()) ?? [];
  const isDay = date && new Date(Date.UTC(year, month - 1, date)).getUTCDate() === Number(date);
  return isDay ? `${date.padStart(2, "0")}-${month.padStart(2, "0")}-${year}` : undefined;
}

/** The birth date that a PESEL tells, as one would type it; undefined for what is no PESEL. */
export function birthDateIn(pesel) {
  if (!/^\d{11}$/.test(pesel)) return undefined;
  const [year, month, date] = [0, 2, 4].map((at) => Number(pesel.slice(at, at + 2)));
  const century = [1900, 2000, 2100, 2200, 1800][Math.floor(month / 20)];
  const text = [date, month % 20, century + year].map((part) => String(part).padStart(2, "0")).join(".");
  return dayIn(text) && text;
}
