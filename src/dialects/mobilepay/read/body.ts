import type { z } from "zod";
import type { House } from "../../../core/house.ts";
import { parseJsonObject } from "../../toolkit/json.ts";
import { Problem } from "../problem.ts";
import { forbiddenAddresses } from "./addresses.ts";
import { conform } from "./conform.ts";
import { fieldErrors } from "./words.ts";

/** Reads a body, whatever its content type says. Problem: 400, with all that is wrong with it. */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Buffer,
  house: Pick<House, "isSandbox" | "mayCall">,
): z.output<Schema> {
  if (bytes.length === 0) throw invalid({ "": ["A non-empty request body is required."] });
  const told = parseJsonObject(bytes);
  if (!told) throw invalid({ "": ["The body must be a JSON object."] });
  const result = schema.safeParse(conform(schema, told), { reportInput: true });
  if (!result.success) throw invalid(fieldErrors(result.error.issues));
  const errors = forbiddenAddresses(result.data, house);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return result.data;
}

/** Ids in the path, or the query, by name; in lower case. Problem: 400. */
export function readIds<Name extends string>(
  names: readonly Name[],
  told: Readonly<Record<string, unknown>>,
): Record<Name, string> {
  const errors: Record<string, string[]> = {};
  const ids = names.map((name) => {
    const value = told[name];
    if (value === undefined || value === "") errors[name] = [`The ${name} field is required.`];
    else if (typeof value !== "string" || !isUuid.test(value))
      errors[name] = [`The value '${String(value).slice(0, 100)}' is not valid.`];
    return [name, String(value).toLowerCase()] as const;
  });
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return Object.fromEntries(ids) as Record<Name, string>;
}

const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function invalid(errors: Readonly<Record<string, readonly string[]>>): Problem {
  return new Problem(400, { errors });
}
