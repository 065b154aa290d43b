import { createHash } from "node:crypto";
import { methods, type Wrappers } from "../../../src/dialects/moka/methods.ts";
import type { Provider } from "../../support/kassa.ts";

export type Fields = Readonly<Record<string, unknown>>;

export type MokaAnswer = {
  readonly http: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test reads the answer as it expects it to be
  readonly data: any;
  /** `ResultCode`. */
  readonly code: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test reads the answer as it expects it to be
  readonly json: any;
};

export type Credentials = { readonly code: string; readonly username: string; readonly password: string };

/** The dealer of the sandbox. */
export const demo: Credentials = { code: "1730", username: "demo", password: "demo" };

/** The authentication object of a dealer, with the key by the recipe of the document. */
export function authenticationOf({ code, username, password }: Credentials) {
  const CheckKey = createHash("sha256").update(`${code}MK${username}PD${password}`).digest("hex");
  return { DealerCode: code, Username: username, Password: password, CheckKey };
}

/** A dealer's system that speaks to the API. */
export class Dealer {
  readonly kassa: Pick<Provider, "server">;
  readonly credentials: Credentials;

  constructor(kassa: Pick<Provider, "server">, credentials: Credentials = demo) {
    this.kassa = kassa;
    this.credentials = credentials;
  }

  /** One call in JSON: `call("DealerSale/AddSale", { … })`. */
  call(path: keyof typeof methods, request: Fields | null = {}): Promise<MokaAnswer> {
    const { authentication, request: wrapper }: Wrappers = methods[path];
    const [name = ""] = authentication;
    const body = { [name]: authenticationOf(this.credentials), [wrapper]: request };
    return this.send(`/${path}`, JSON.stringify(body), { "content-type": "application/json" });
  }

  /** The `Data` of a call that has to succeed. */
  async ask(path: keyof typeof methods, request: Fields | null = {}): Promise<MokaAnswer["data"]> {
    const { code, text, data } = await this.call(path, request);
    if (code !== "Success") throw new Error(`${path} answered ${text}`);
    return data;
  }

  /** One call as it is. */
  async send(
    url: string,
    payload: string | Buffer,
    headers: Readonly<Record<string, string>>,
  ): Promise<MokaAnswer> {
    const answer = await this.kassa.server.inject({ method: "POST", url, payload, headers });
    const json = parsed(answer.body);
    const { statusCode: http, headers: told, body: text } = answer;
    return { http, headers: told, text, json, data: json?.Data, code: json?.ResultCode ?? "" };
  }
}

// biome-ignore lint/suspicious/noExplicitAny: each test reads the answer as it expects it to be
function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
