import { isObject } from "../../toolkit/json.ts";

/** A list whose members came with their numbers as keys ({"0": …, "1": …}) as the list it is meant to be; anything
 *  else as it came (facts 2.2). */
export function listed(value: unknown): unknown {
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d{1,9}$/.test(key)) ? Object.values(value) : value;
}
