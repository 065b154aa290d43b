import type { z } from "zod";
import type { House } from "../../core/house.ts";
import type { Client } from "../../core/integrators/index.ts";
import type { RefusalCode } from "../../core/refusal.ts";
import type { DomainErrorCode } from "./errors.ts";

/** What is asked, once it is read. */
export type Question<Body = unknown, Id extends string = string> = {
  readonly house: House;
  /** Of the path and the query, by name; in lower case. */
  readonly ids: Readonly<Record<Id, string>>;
  readonly body: Body;
  /** Where the client sees this server. */
  readonly baseUrl: string;
  /** Where it comes from. */
  readonly ip: string;
};

/** The same of an integrator, whose core merchant owns all that it may see. */
export type Call<Body = unknown, Id extends string = string> = Question<Body, Id> & {
  readonly client: Client;
  readonly merchantId: string;
};

/** The names in `/payments/:paymentId/captures`. */
type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** One operation as the provider's documents list it. `answer`: undefined when its body is empty. */
type Shape<Path extends string, Query extends string, Body extends z.ZodType> = {
  /** As the documents call it. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: Path;
  /** Ids in the query. */
  readonly query?: readonly Query[];
  readonly body?: Body;
  readonly status?: 200 | 204;
  readonly answer?: z.ZodType;
  /** Where a refusal of the core means something else than usual. */
  readonly refusals?: Readonly<Partial<Record<RefusalCode, DomainErrorCode>>>;
};

type ForClients<Path extends string, Query extends string, Body extends z.ZodType> = Shape<
  Path,
  Query,
  Body
> & {
  readonly by: "client" | "waiting client";
  run(call: Call<z.output<Body>, NamesIn<Path> | Query>): Promise<unknown>;
};

type ForAnybody<Path extends string, Query extends string, Body extends z.ZodType> = Shape<
  Path,
  Query,
  Body
> & {
  readonly by: "anybody";
  run(question: Question<z.output<Body>, NamesIn<Path> | Query>): Promise<unknown>;
};

export type Operation = ForClients<string, string, z.ZodType> | ForAnybody<string, string, z.ZodType>;

/** An operation of an integrator, typed by its path, query and body. A `waiting client` is not let in yet. */
export function operation<
  const Path extends string,
  const Query extends string = never,
  Body extends z.ZodType = z.ZodUndefined,
>(
  shape: Omit<ForClients<Path, Query, Body>, "by"> & { readonly by?: "client" | "waiting client" },
): Operation {
  return { by: "client", ...shape } as Operation;
}

/** One that needs no credentials. */
export function openOperation<const Path extends string, Body extends z.ZodType = z.ZodUndefined>(
  shape: Omit<ForAnybody<Path, never, Body>, "by">,
): Operation {
  return { by: "anybody", ...shape } as Operation;
}
