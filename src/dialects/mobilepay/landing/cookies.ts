import type { FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../../core/house.ts";
import { publicUrl } from "../../../platform/http/index.ts";

/** What browsers keep: the language that was chosen, the phone of a shopper who wants it to be remembered, and who has
 *  signed in to the sandbox's phone. */
export type CookieName = "mobilepay_language" | "mobilepay_number" | "mobilepay_session";

const longest = 200;

/** What the browser keeps under this name; undefined: nothing, or nothing that can be read. */
export function cookieOf({ headers }: FastifyRequest, name: CookieName): string | undefined {
  const pairs = (headers.cookie ?? "").split(";").map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  if (!value || value.length > longest) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

const maxAge = 60 * 60 * 24 * 365;

/** Has the browser keep a value, for a year; empty: no longer. `embedded`: also where another site shows the page in a
 *  frame, for that site alone; browsers do so over https only. */
export function keepCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  house: Pick<House, "publicUrl">,
  { name, value, embedded = false }: { name: CookieName; value: string; embedded?: boolean },
): void {
  const isSecure = publicUrl(request, house.publicUrl).startsWith("https:");
  const site = isSecure && embedded ? ["SameSite=None", "Partitioned"] : ["SameSite=Lax"];
  const age = `Max-Age=${value === "" ? 0 : maxAge}`;
  const cookie = [`${name}=${encodeURIComponent(value)}`, "Path=/", age, "HttpOnly", ...site];
  reply.header("set-cookie", [...(isSecure ? [...cookie, "Secure"] : cookie)].join("; "));
}
