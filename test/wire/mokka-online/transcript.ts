import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Kassa, MokkaAnswer } from "../../support/kassa.ts";

const folder = new URL("../../../src/dialects/mokka-online/transcripts/", import.meta.url);

/** A stored exchange: what a source says is sent, and answered to it. */
type Exchange = { readonly path: string; readonly request: unknown; readonly answer: unknown };

// biome-ignore lint/suspicious/noExplicitAny: each transcript is read by the test that knows it
export function transcript(name: string): any {
  return JSON.parse(transcriptText(`${name}.json`));
}

export function transcriptText(file: string): string {
  return readFileSync(new URL(file, folder), "utf8");
}

/** What stands in a transcript for a value that is another each time. */
const placeholders: Readonly<Record<string, RegExp>> = {
  "{registration form}": /^https?:\/\/[^/]+\/factoring\/v1\/limit\/form\/[0-9a-f]{40}$/,
  "{checkout form}": /^https?:\/\/[^/]+\/factoring\/v1\/form\/[0-9a-f]{40}$/,
  "{id}": /^[0-9a-f-]{36}$/,
  "{phone}": /^333\d{6}$/,
  "{day}": /^\d{4}-\d{2}-\d{2}$/,
  "{dotted day}": /^\d{2}\.\d{2}\.\d{4}$/,
};

/** Sends the transcript's request and expects its answer, field for field and in its order. */
export async function replay(kassa: Kassa, name: string): Promise<MokkaAnswer> {
  const { path, request, answer }: Exchange = transcript(name);
  const got = await kassa.mokka(path, request);
  expect(got).toMatchObject({ http: 200, type: "application/json; charset=utf-8" });
  expectLike(got.json, answer);
  return got;
}

/** Equal, the order of fields included; placeholders stand for anything of their form. */
export function expectLike(actual: unknown, expected: unknown): void {
  expect(JSON.stringify(likened(actual, expected), null, 1)).toBe(JSON.stringify(expected, null, 1));
}

function likened(actual: unknown, expected: unknown): unknown {
  if (typeof expected === "string" && placeholders[expected]?.test(String(actual))) return expected;
  if (typeof actual !== "object" || actual === null) return actual;
  const model = expected as Readonly<Record<string, unknown>> | null;
  const entries = Object.entries(actual).map(([key, value]) => [key, likened(value, model?.[key])]);
  return Array.isArray(actual) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
