import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Problem } from "../problem.ts";
import { optional } from "../schemas/fields.ts";
import { readBody, readIds } from "./body.ts";
import { conform } from "./conform.ts";

const sandbox = { isSandbox: true, mayCall: () => true };
const live = { isSandbox: false, mayCall: (url: string) => url.startsWith("https://public") };

const schema = z.object({
  name: z.string(),
  count: optional(z.int()),
  cards: optional(z.array(z.object({ cardName: z.string(), panCallbackUrl: optional(z.string()) }))),
  redirectUrl: optional(z.string()),
  merchantUrl: optional(z.string()),
});

const read = (
  told: unknown,
  house: Pick<typeof sandbox, "isSandbox"> & { mayCall(url: string): boolean } = sandbox,
) => readBody(schema, Buffer.from(typeof told === "string" ? told : JSON.stringify(told)), house);

function errorsOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return [error.status, error.errors];
    throw error;
  }
  return undefined;
}

describe("reading a body", () => {
  test("names are known in any case, the right one first; null and empty text are nothing", () => {
    expect(read({ NAME: "a", Count: 5, cards: [{ CARDNAME: "x", PanCallbackUrl: "" }], more: 1 })).toEqual({
      name: "a",
      count: 5,
      cards: [{ cardName: "x", panCallbackUrl: undefined }],
    });
    expect(read({ Name: "wrong", name: "right", count: null })).toEqual({ name: "right", count: undefined });
  });

  test("all that is wrong is told, by field", () => {
    expect(errorsOf(() => read({ count: "5", cards: [{ cardName: 1 }, "x"] }))).toEqual([
      400,
      {
        name: ["The name field is required."],
        count: ["The count field must be a number."],
        "cards[0].cardName": ["The cards[0].cardName field must be text."],
        "cards[1]": ["The cards[1] field must be an object."],
      },
    ]);
    expect(errorsOf(() => read(""))).toEqual([400, { "": ["A non-empty request body is required."] }]);
    expect(errorsOf(() => read("[]"))).toEqual([400, { "": ["The body must be a JSON object."] }]);
  });

  test("in live mode what is called must be public, and all else https, but for a merchant's own page", () => {
    const body = { name: "a", merchantUrl: "http://shop", redirectUrl: "app://done" };
    expect(errorsOf(() => read(body, live))).toBeUndefined();
    const wrong = {
      ...body,
      redirectUrl: "HTTP://shop",
      cards: [{ cardName: "x", panCallbackUrl: "https://10.0.0.1" }],
    };
    expect(errorsOf(() => read(wrong, live))).toEqual([
      400,
      {
        redirectUrl: ["The redirectUrl field must be https and publicly available."],
        "cards[0].panCallbackUrl": [
          "The cards[0].panCallbackUrl field must be https and publicly available.",
        ],
      },
    ]);
    expect(errorsOf(() => read(wrong, sandbox))).toBeUndefined();
  });

  test("whatever comes is read or a 400", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: "binary" })), (told) => {
        const errors = errorsOf(() => read(told));
        expect(errors === undefined || errors[0] === 400).toBe(true);
      }),
    );
  });

  test("only what the schema names comes through", () => {
    fc.assert(
      fc.property(fc.object(), (told) => {
        const kept = conform(schema, told) as object;
        expect(Object.keys(kept).filter((key) => !(key in schema.shape))).toEqual([]);
      }),
    );
  });
});

test("ids are read in lower case; what is none is told", () => {
  const id = "C3073B9D-EDD0-49F2-A28D-B7DED8FF9A8B";
  expect(readIds(["id"], { id })).toEqual({ id: id.toLowerCase() });
  expect(errorsOf(() => readIds(["id", "other"], { id: "5" }))).toEqual([
    400,
    { id: ["The value '5' is not valid."], other: ["The other field is required."] },
  ]);
  expect(errorsOf(() => readIds(["id"], { id: [id, id] }))?.[0]).toBe(400);
});
