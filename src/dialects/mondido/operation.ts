import type { Answer, Call, Question } from "./call.ts";

type Way = {
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below /v1 and /v2. */
  readonly path: string;
};

/** One call of the API: its merchant is known by Basic authentication, or the endpoint finds out by itself. */
export type Operation = Way &
  (
    | { readonly by?: "merchant"; readonly run: (call: Call) => Promise<Answer> }
    | { readonly by: "anybody"; readonly run: (question: Question) => Promise<Answer> }
  );
