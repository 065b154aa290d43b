import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { Provider } from "../../support/kassa.ts";

type Schema = Readonly<Record<string, unknown>>;
type Content = { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> };
type Operation = {
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
};

export type Document = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

export const prefixes = {
  main: "/cardpassthrough-restapi",
  onboarding: "/cardpassthrough-kongonboarding-restapi",
  simulation: "/cardpassthrough-regressiontester-restapi",
} as const;

export async function readDocument(kassa: Pick<Provider, "server">): Promise<Document> {
  const { body } = await kassa.server.inject({ method: "GET", url: `${prefixes.main}/openapi.json` });
  return JSON.parse(body);
}

/** Holds exchanges to a document. */
export class Contract {
  readonly document: Document;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(document: Document) {
    this.document = document;
    formats.default(this.#ajv, ["uuid", "uri", "date-time"]);
    this.#ajv.addFormat("int64", true);
    for (const [name, schema] of Object.entries(document.components.schemas))
      this.#ajv.addSchema(schema, `#/components/schemas/${name}`);
  }

  /** The operation of a call; undefined when the document has none. */
  find(method: string, url: string): Operation | undefined {
    const path = Object.values(prefixes)
      .filter((prefix) => url.startsWith(`${prefix}/`))
      .map((prefix) => url.slice(prefix.length).split("?")[0] ?? "")[0];
    const fits = (pattern: string) =>
      new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path ?? "");
    const found = Object.entries(this.document.paths).filter(
      ([pattern, item]) => fits(pattern) && method.toLowerCase() in item,
    );
    const exact = found.find(([pattern]) => pattern === path) ?? found[0];
    return exact?.[1][method.toLowerCase()];
  }

  /** What is wrong with an answer, and with a request that was taken. */
  problemsOf(call: {
    readonly method: string;
    readonly url: string;
    readonly body: unknown;
    readonly status: number;
    readonly type: string;
    readonly answer: unknown;
  }): string[] {
    const operation = this.find(call.method, call.url);
    if (!operation) return [`${call.method} ${call.url} is not in the document`];
    const told = operation.responses[call.status];
    if (!told) return [`${operation.summary} may not answer ${call.status}`];
    const [mediaType = ""] = call.type.split(";");
    const schema = told.content?.[mediaType]?.schema;
    if (told.content && !schema) return [`${operation.summary} may not answer ${mediaType}`];
    const isTaken = call.status < 300;
    const requested = operation.requestBody?.content?.["application/json"]?.schema;
    return [
      ...(schema
        ? this.#errors(schema, call.answer)
        : call.answer === undefined
          ? []
          : ["the answer has a body"]),
      ...(isTaken && requested ? this.#errors(requested, call.body) : []),
    ];
  }

  #errors(schema: Schema, value: unknown): string[] {
    this.#ajv.validate(schema, value);
    return (this.#ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
}
