/** Whether the text is a PESEL, the number of every resident of Poland: 11 digits that begin with a day of birth and
 *  end with a check digit. */
export function isPesel(text: string): boolean {
  if (!/^\d{11}$/.test(text) || !birthOfPesel(text)) return false;
  return weigh(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
}

/** The day of birth a PESEL begins with; undefined when there is no such day. The month tells the century too:
 *  81 is January 18xx, 01 January 19xx, 21 January 20xx. */
export function birthOfPesel(text: string): Temporal.PlainDate | undefined {
  const [, years = "", months = "", day = ""] = /^(\d\d)(\d\d)(\d\d)\d{5}$/.exec(text) ?? [];
  const month = numberIn(months) % 20;
  const century = centuries[Math.floor(numberIn(months) / 20)] ?? 0;
  try {
    const parts = { year: century + numberIn(years), month, day: numberIn(day) };
    return Temporal.PlainDate.from(parts, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

const centuries = [1900, 2000, 2100, 2200, 1800];

/** The tenth digit of a PESEL is odd for men; undefined when the text does not look like one. */
export function genderOfPesel(text: string): "male" | "female" | undefined {
  if (!/^\d{11}$/.test(text)) return undefined;
  return numberIn(text.charAt(9)) % 2 === 1 ? "male" : "female";
}

/** Whether the text is the number of a Polish identity card: three capital letters, a check digit, five digits. */
export function isPolishId(text: string): boolean {
  if (!/^[A-Z]{3}\d{6}$/.test(text)) return false;
  return weigh(text, [7, 3, 1, 9, 7, 3, 1, 7, 3]) % 10 === 0;
}

function weigh(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * numberIn(text.charAt(i)), 0);
}

/** The value of a digit or of several; A is 10, B is 11. */
function numberIn(text: string): number {
  return Number.parseInt(text, /[A-Z]/.test(text) ? 36 : 10);
}
