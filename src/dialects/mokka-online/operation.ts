import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import type { JsonObject } from "../toolkit/json.ts";
import type { UploadedFile } from "../toolkit/multipart.ts";
import type { Reply } from "./errors.ts";

/** A request whose sender is known and whose body is a JSON object. */
export type Call = {
  readonly house: House;
  readonly facts: StoreFacts;
  readonly body: JsonObject;
  /** The part `check` of a multipart request; "not a file" when it came as a plain field. */
  readonly check: UploadedFile | "not a file" | undefined;
  /** Where the shopper's browser reaches this server. */
  readonly baseUrl: string;
};

/** One method of the document: its name, where it listens, and what it answers beside status and message. */
export type Operation = {
  readonly name: string;
  readonly paths: readonly string[];
  /** How large a body may be, and what a larger or unreadable one is answered; for methods that take a file. */
  readonly upload?: { readonly maxBytes: number; readonly unreadable: Reply };
  /** Where the answer has its status and message; at the top, unless a method has them elsewhere. */
  readonly frame?: (reply: Reply, result?: object) => object;
  readonly run: (call: Call) => Promise<Readonly<Record<string, unknown>>>;
};
