import type { House } from "../../core/house.ts";
import { Lockout } from "../toolkit/lockout.ts";

const lockouts = new WeakMap<House, Lockout>();

/** The one of a house. */
export function lockoutOf(house: House): Lockout {
  return lockouts.getOrInsertComputed(house, () => new Lockout());
}
