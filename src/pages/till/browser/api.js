import { keep, memory } from "./memory.js";
import { refresh } from "./navigation.js";
import { language } from "./text.js";

const base = "/api/loans/v1";
const patienceMs = 60_000;

/** The API's no: what is wrong, `{ attribute, message }` each, and the body, which may tell more. */
export class Refused extends Error {
  constructor(status, body) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
    this.problems = problemsIn(body);
  }
}

/** Nobody has answered, or the answer was not one. */
export class Unreachable extends Error {}

/** The session is over; the till has been told. */
export class SessionEnded extends Error {}

/** What the API answers, undefined for an empty answer. A plain object goes out as JSON. */
export async function call(method, path, body) {
  const response = await send(method, path, body);
  const text = await response.text().catch(() => {
    throw new Unreachable(path);
  });
  const answer = parse(text);
  if (response.ok) return answer;
  if (response.status === 401 && memory.token) {
    keep({ token: undefined, isEnded: true });
    refresh();
    throw new SessionEnded(path);
  }
  throw response.status >= 500 ? new Unreachable(path) : new Refused(response.status, answer);
}

/** A document as the API shows it. */
export async function fetchDocument(path) {
  const response = await send("GET", path);
  if (!response.ok) throw new Refused(response.status, parse(await response.text()));
  return response.text();
}

async function send(method, path, body) {
  const isForm = body instanceof URLSearchParams;
  const headers = {
    "accept-language": language(),
    "application-source": "Kassa till",
    ...(memory.token && { authorization: memory.token }),
    ...(body && !isForm && { "content-type": "application/json" }),
  };
  try {
    return await fetch(base + path, {
      method,
      headers,
      body: isForm ? body : body && JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch {
    throw new Unreachable(path);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A store may have its errors as a list, or as messages by attribute, which may be nested. */
function problemsIn(body) {
  const { errors } = body ?? {};
  return Array.isArray(errors) ? errors : byAttribute(errors ?? {});
}

function byAttribute(errors) {
  return Object.entries(errors).flatMap(([attribute, told]) => {
    if (typeof told === "string") return [{ attribute, message: told }];
    return Array.isArray(told) ? told.map((message) => ({ attribute, message })) : byAttribute(told);
  });
}
