import { isAbsent, isObject, type JsonObject, textAt } from "../../toolkit/json.ts";
import { Fault } from "../errors.ts";
import { listed } from "./listed.ts";
import { parseRelaxed } from "./relaxed-json.ts";

/** Events that a webhook can wait for. No public list names them all: the first four are the provider's words, the
 *  others are ours for what its admin console offers (facts 5.1). */
export const webhookTriggers = [
  "payment", // however it ended
  "payment_success",
  "payment_error",
  "refund",
  "stored_card", // a card was stored
  "subscription", // a subscription was created, or its status changed
] as const;

const methods = ["post", "get", "put", "patch", "delete"] as const;
const formats = ["json", "xml", "form_data"] as const;
const types = ["CustomHttp", "Email"] as const;

export type WebhookTrigger = (typeof webhookTriggers)[number];

/** A message to a merchant when something happens: an HTTP request, or a mail (document, "Creating Webhooks in a
 *  transaction"). */
export type Webhook = {
  readonly type: (typeof types)[number];
  readonly trigger: WebhookTrigger;
  readonly url: string | undefined;
  readonly email: string | undefined;
  readonly httpMethod: (typeof methods)[number];
  readonly dataFormat: (typeof formats)[number];
};

const mostWebhooks = 10;

/** The webhooks that a payment brings along: one object, an array of them, or JSON text of either; none when nothing
 *  was sent. Faults errors.email.missing where an e-mail goes nowhere, errors.webhook.invalid for whatever else is
 *  wrong, and for more than 10. */
export function readWebhooks(value: unknown): readonly Webhook[] {
  if (isAbsent(value)) return [];
  const told = listed(parsed(value));
  const list: readonly unknown[] = Array.isArray(told) ? told : [told];
  if (list.length > mostWebhooks) throw invalid();
  return list.map((source) => readWebhook(parsed(source)));
}

function readWebhook(source: unknown): Webhook {
  if (!isObject(source)) throw invalid();
  const [url, email] = [textAt(source, "url", 3_000), textAt(source, "email")];
  const type = oneOf(types, source, "type", url === undefined ? "Email" : "CustomHttp");
  const isMail = type === "Email" && (!isAbsent(source.type) || "email" in source);
  if (isMail && email === undefined) throw new Fault("errors.email.missing");
  const isReachable = type === "Email" ? isEmail(email) : isHttp(url);
  if (!isReachable) throw invalid();
  return {
    type,
    trigger: oneOf(webhookTriggers, source, "trigger"),
    url: type === "CustomHttp" ? url : undefined,
    email: type === "Email" ? email : undefined,
    httpMethod: oneOf(methods, source, "http_method", "post"),
    dataFormat: oneOf(formats, source, "data_format", "json"),
  };
}

/** The word under `key`, in whatever case. */
function oneOf<T extends string>(words: readonly T[], source: JsonObject, key: string, absent?: T): T {
  const told = isAbsent(source[key]) ? absent : textAt(source, key);
  const word = words.find((one) => one.toLowerCase() === told?.toLowerCase());
  if (word === undefined) throw invalid();
  return word;
}

function parsed(value: unknown): unknown {
  return typeof value === "string" ? parseRelaxed(value) : value;
}

function isHttp(url = ""): boolean {
  return url.length <= 2_000 && /^https?:\/\//i.test(url) && URL.canParse(url);
}

function isEmail(email = ""): boolean {
  return email.length <= 254 && /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(email);
}

const invalid = () => new Fault("errors.webhook.invalid");
