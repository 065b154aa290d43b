import { isAbsent, type JsonObject } from "../../toolkit/json.ts";
import { Fault } from "../errors.ts";
import { isDeeper, parseRelaxed } from "./relaxed-json.ts";

/** What a merchant keeps with an object, in its own form. */
export type Metadata = JsonObject | readonly unknown[] | null;

const mostBytes = 65_536;

/** Metadata as an object or array, or as JSON text of one, strict or relaxed; null when there is none. Faults
 *  errors.json.malformed when it is neither, above 64 kB, or nested deeper than 20 levels. */
export function readMetadata(value: unknown): Metadata {
  if (isAbsent(value) || (typeof value === "string" && value.trim() === "")) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (Buffer.byteLength(text) > mostBytes) throw new Fault("errors.json.malformed");
  const metadata = typeof value === "string" ? parseRelaxed(value) : value;
  if (typeof metadata !== "object" || isDeeper(metadata)) throw new Fault("errors.json.malformed");
  return metadata as Metadata;
}
