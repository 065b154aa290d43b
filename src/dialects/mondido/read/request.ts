import { type JsonObject, parseJsonObject } from "../../toolkit/json.ts";
import { parseMultipart, type UploadedFile } from "../../toolkit/multipart.ts";
import { parseBrackets } from "../../toolkit/params.ts";
import { Fault } from "../errors.ts";
import { listed } from "./listed.ts";

type RequestParts = { readonly search: string; readonly contentType: string; readonly body: Buffer };

const lists: readonly string[] = ["items", "webhook", "webhooks", "subscription_items"];

const limits = { depth: 20, parameterLimit: 10_000 };

/** What a request says, in its query (with or without "?") and in its body, whose word counts more: JSON under any
 *  content type, form fields with nested brackets, or multipart (facts 2.2; without a boundary it is form fields, as
 *  Xamarin's client sends them). Lists are arrays even when their members were numbered; `secret`, which some clients
 *  send along, is dropped. Text files of a multipart body count as fields. Faults errors.request.json_error (no JSON),
 *  errors.request.json_errors (JSON, but no object, or nested too deep), errors.request.bad_format,
 *  errors.encoding.invalid, errors.file_type.unsupported. */
export async function parseRequest({ search, contentType, body }: RequestParts): Promise<JsonObject> {
  const asked = readFields(search.replace(/^\?/, ""));
  const { secret: _, ...params } = { ...asked, ...(await readBody(contentType, body)) };
  const found = lists.filter((name) => Object.hasOwn(params, name));
  return { ...params, ...Object.fromEntries(found.map((name) => [name, listed(params[name])])) };
}

async function readBody(contentType: string, body: Buffer): Promise<JsonObject> {
  if (body.length > 0 && /^\s*multipart\/.*boundary=/i.test(contentType)) return readParts(contentType, body);
  const text = readUtf8(body).trim();
  const isJson = /json/i.test(contentType) || /^[{[]/.test(text);
  if (!isJson || text === "") return readFields(text);
  const object = parseJsonObject(body);
  if (!object) throw new Fault(isJsonText(text) ? "errors.request.json_errors" : "errors.request.json_error");
  return object;
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function readParts(contentType: string, body: Buffer): Promise<JsonObject> {
  const form = await parseMultipart(contentType, body);
  if (!form) throw new Fault("errors.request.bad_format");
  const files = [...form.files].map(([name, file]) => [name, readTextFile(file)] as const);
  const fields = [...[...form.fields].map(([name, bytes]) => [name, readUtf8(bytes)] as const), ...files];
  return readFields(new URLSearchParams(fields.map(([name, text]) => [name, text])).toString());
}

const textTypes = /^\s*(text\/|application\/(json|octet-stream|xhtml\+xml))/i;

function readTextFile({ contentType, content }: UploadedFile): string {
  if (!textTypes.test(contentType)) throw new Fault("errors.file_type.unsupported");
  return readUtf8(content);
}

function readFields(text: string): JsonObject {
  if (text.split("&", limits.parameterLimit + 1).length > limits.parameterLimit) {
    throw new Fault("errors.request.bad_format");
  }
  for (const [bytes] of text.matchAll(/(?:%[0-9a-f]{2})+/gi)) readUtf8(unescaped(bytes));
  return lastOfTwins(parseBrackets(text, limits));
}

/** A field sent twice counts as sent last: forms put a hidden "0" before a checkbox. */
function lastOfTwins(params: JsonObject): JsonObject {
  const isTwins = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === "string");
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) =>
      isTwins(value) && !lists.includes(name) && name !== "metadata"
        ? [name, (value as string[]).at(-1)]
        : [name, value],
    ),
  );
}

function unescaped(escapes: string): Buffer {
  return Buffer.from(escapes.replaceAll("%", ""), "hex");
}

function readUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Fault("errors.encoding.invalid");
  }
}
