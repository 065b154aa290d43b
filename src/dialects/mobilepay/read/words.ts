import type { z } from "zod";
import type { FieldErrors } from "../problem.ts";

type Issue = z.core.$ZodIssue;

const wire: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

/** What is wrong, by field, in the manner of ASP.NET Core. */
export function fieldErrors(issues: readonly Issue[]): FieldErrors {
  const errors: Record<string, string[]> = {};
  for (const issue of issues) {
    const field = fieldOf(issue.path);
    errors[field] = [...(errors[field] ?? []), wordsOf(issue, field)];
  }
  return errors;
}

/** `allowedCardTypes[0].name` */
function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (field, part) =>
      typeof part === "number" ? `${field}[${part}]` : field ? `${field}.${String(part)}` : String(part),
    "",
  );
}

function wordsOf(issue: Issue, field: string): string {
  const subject = `The ${field || "body"} field`;
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return `${subject} is required.`;
      return `${subject} must be ${wire[issue.expected] ?? issue.expected}.`;
    case "too_small":
      return `${subject} must be at least ${issue.minimum}${unitOf(issue.origin)}.`;
    case "too_big":
      return `${subject} must be at most ${issue.maximum}${unitOf(issue.origin)}.`;
    case "invalid_format":
      return `${subject} must be a ${issue.format === "guid" ? "UUID" : issue.format}.`;
    case "custom":
      return `${subject} ${issue.message}.`;
    default:
      return `${subject} is not valid.`;
  }
}

function unitOf(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "array" ? " items long" : "";
}
