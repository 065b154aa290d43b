import { z } from "zod";
import { isObject } from "../../toolkit/json.ts";

/** A told value as its schema names it: properties in whatever case, without those nobody knows, and without those that
 *  are null or empty text, which say as much as nothing. */
export function conform(schema: z.ZodType, told: unknown): unknown {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray && Array.isArray(told))
    return told.map((item) => conform(inner.element as z.ZodType, item));
  if (!(inner instanceof z.ZodObject) || !isObject(told)) return told;
  const names = new Map(Object.keys(told).map((name) => [name.toLowerCase(), name]));
  const entries = Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([name, field]) => {
    const value = told[Object.hasOwn(told, name) ? name : (names.get(name.toLowerCase()) ?? name)];
    return value === undefined || value === null || value === "" ? [] : [[name, conform(field, value)]];
  });
  return Object.fromEntries(entries);
}

/** What a value looks like, when there is one. */
function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in as z.ZodType);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return unwrapped(schema.unwrap() as z.ZodType);
  return schema;
}
