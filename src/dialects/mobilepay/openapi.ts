import { z } from "zod";
import { prefixes } from "./endpoints/prefixes.ts";
import type { Operation } from "./operation.ts";
import { DomainError, ProblemDetails } from "./schemas/errors.ts";

type Json = Readonly<Record<string, unknown>>;

/** An OpenAPI 3.1 document of these operations, made from the schemas that requests are read with. */
export function openApi(operations: readonly Operation[], baseUrl: string): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const { service, path } = placeOf(operation);
    paths[path] ??= { ...(service !== prefixes.main && { servers: [{ url: `${baseUrl}${service}` }] }) };
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Online API", version: "v1", description: "As Kassa speaks it." },
    servers: [{ url: `${baseUrl}${prefixes.main}` }],
    paths,
    components: { schemas: { DomainError: schemaOf(DomainError), ProblemDetails: schemaOf(ProblemDetails) } },
  };
}

/** Which service an operation is of, and its path there as OpenAPI writes it. */
function placeOf({ path }: Operation): { service: string; path: string } {
  const service = Object.values(prefixes).find((prefix) => path.startsWith(`${prefix}/`)) ?? "";
  return { service, path: path.slice(service.length).replaceAll(/:(\w+)/g, "{$1}") };
}

function describe(operation: Operation): Json {
  const { name, body, answer, status = 200 } = operation;
  return {
    summary: name,
    parameters: parametersOf(operation),
    ...(body && { requestBody: { required: true, content: contentOf(schemaOf(body, "input")) } }),
    responses: {
      [status]: { description: "Success", ...(answer && { content: contentOf(schemaOf(answer)) }) },
      ...(operation.by !== "anybody" && {
        401: problem("Client id or secret is wrong"),
        403: problem("Client is not active"),
      }),
      400: problem("Ill-formed"),
      404: problem("Not found"),
      413: problem("Too large"),
      429: problem("Too many"),
      503: problem("Busy"),
      409: {
        description: "Domain error response",
        content: contentOf({ $ref: "#/components/schemas/DomainError" }),
      },
    },
  };
}

function problem(description: string): Json {
  const schema = { $ref: "#/components/schemas/ProblemDetails" };
  return { description, content: { "application/problem+json": { schema } } };
}

function contentOf(schema: Json): Json {
  return { "application/json": { schema } };
}

function parametersOf({ path, query = [], by }: Operation): Json[] {
  const uuid = { type: "string", format: "uuid" };
  const text = { type: "string" };
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  return [
    ...inPath.map((name) => ({ name, in: "path", required: true, schema: uuid })),
    ...query.map((name) => ({ name, in: "query", required: true, schema: uuid })),
    ...(by === "anybody"
      ? []
      : [
          { name: "x-ibm-client-id", in: "header", required: true, schema: text },
          { name: "x-ibm-client-secret", in: "header", required: true, schema: text },
        ]),
    { name: "CorrelationId", in: "header", schema: text },
  ];
}

function schemaOf(schema: z.ZodType, io: "input" | "output" = "output"): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
