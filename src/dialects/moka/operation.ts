import type { Call } from "./call.ts";
import type { MethodPath } from "./methods.ts";

/** What a method does with a request whose dealer is known; resolves to the `Data` of its answer. */
export type Endpoint<Path extends MethodPath = MethodPath> = (call: Call<Path>) => Promise<unknown>;

/** Some methods, by their paths. */
export type Endpoints = { readonly [Path in MethodPath]?: Endpoint<Path> };
