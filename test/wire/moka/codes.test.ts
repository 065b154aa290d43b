import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  authenticationCodes,
  codeOf,
  codes,
  invalidRequestCode,
} from "../../../src/dialects/moka/codes/index.ts";
import { type MethodPath, methods, type Wrappers } from "../../../src/dialects/moka/methods.ts";
import { authenticationOf, Dealer, demo, type Fields } from "./dealer.ts";
import { type Cause, refusalsIn } from "./refusals.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let refusals: ReturnType<typeof refusalsIn>;

beforeAll(async () => {
  world = await openWorld();
  refusals = refusalsIn(world);
});
afterAll(async () => {
  expect(await world.kassa.problems()).toEqual([]);
  await world.kassa.close();
});

const paths = Object.keys(methods) as MethodPath[];
const isOpening = (reason: string) => /(^|\.)Invalid(Request|Account)$/.test(reason);
const neverAnswered = "DealerSale/GetProductList ProductNotFound";
const listed = paths.flatMap((path) =>
  Object.keys(codes[path])
    .filter((reason) => !isOpening(reason) && `${path} ${reason}` !== neverAnswered)
    .map((reason) => [path, reason] as const),
);

function causeOf(path: MethodPath, reason: string): Cause {
  const wrong: Readonly<Record<string, Fields | Cause>> = refusals[path].wrong;
  const told = wrong[reason];
  if (!told) throw new Error(`nothing causes ${reason} of ${path}`);
  return "request" in told ? (told as Cause) : { request: told };
}

test.each(listed)("%s answers %s", async (path, reason) => {
  const { request, contract, isEmpty } = causeOf(path, reason);
  await world.set({ contract, refuseTwinSteps: reason === "PaymentPlanAlreadyExists" });
  const asks = isEmpty ? world.empty : world.dealer;
  const answer = await asks.call(path, { ...refusals[path].good, ...request });
  expect(answer).toMatchObject({ http: 200, code: codeOf(path, reason as never), data: null });
});

test.each(paths)("%s answers what comes first of two things that are wrong", async (path) => {
  const causes = listed
    .filter(([of]) => of === path)
    .map(([, reason]) => ({ reason, ...causeOf(path, reason) }));
  const here = causes.filter(({ isEmpty, isElsewhere }) => !isEmpty && !isElsewhere);
  for (const [i, first] of here.entries()) {
    for (const second of here.slice(i + 1)) {
      if (shares(first.request, second.request) || shares(first.contract, second.contract)) continue;
      const contract =
        first.contract || second.contract ? { ...first.contract, ...second.contract } : undefined;
      await world.set({ contract, refuseTwinSteps: second.reason === "PaymentPlanAlreadyExists" });
      const request = { ...refusals[path].good, ...first.request, ...second.request };
      const { code } = await world.dealer.call(path, request);
      expect(code, second.reason).toBe(codeOf(path, first.reason as never));
    }
  }
});

const shares = (a: object = {}, b: object = {}) => Object.keys(a).some((key) => key in b);

test.each(paths)("%s: a wrong key, credentials that nobody has, and what cannot be read", async (path) => {
  const { authentication, request, mayBeEmpty }: Wrappers = methods[path];
  const ask = async (given: object, wanted?: unknown) => {
    const body = JSON.stringify({ [authentication[0] ?? ""]: given, [request]: wanted });
    return (await world.dealer.send(`/${path}`, body, { "content-type": "application/json" })).code;
  };
  const { wrongKey, noAccount } = authenticationCodes(path);
  expect(await ask({ ...authenticationOf(demo), CheckKey: "aabbccddeeff" }, {})).toBe(wrongKey);
  expect(await ask(authenticationOf({ ...demo, password: "wrong" }), {})).toBe(noAccount);
  if (!mayBeEmpty) expect(await ask(authenticationOf(demo))).toBe(invalidRequestCode(path));
});

test("the codes of opening are those, and no others", () => {
  const answered = (path: MethodPath) =>
    new Set([...Object.values(authenticationCodes(path)), invalidRequestCode(path)]);
  for (const path of paths) {
    const listedHere = Object.keys(codes[path]).filter(isOpening);
    expect(new Set(listedHere.map((reason) => codeOf(path, reason as never)))).toEqual(answered(path));
  }
});

test("what is good is refused by nobody", async () => {
  await world.set({ contract: undefined, refuseTwinSteps: false });
  // What takes things away comes last, and the steps before their sale.
  const taking = paths.filter((path) => /Delete|Remove|UndoApprove/.test(path)).toReversed();
  const order = [...paths.filter((path) => !taking.includes(path)), ...taking];
  for (const path of order)
    expect([path, (await world.dealer.call(path, refusals[path].good)).code]).toEqual([path, "Success"]);
});

test("a dealer of another's things has none of them", async () => {
  const stranger = new Dealer(world.kassa, world.empty.credentials);
  for (const path of paths.filter((one) =>
    /\/(Get(Sale|Schedule|PaymentPlan|Card|Customer)|DoVoid)$/.test(one),
  ))
    expect((await stranger.call(path, refusals[path].good)).code).toMatch(/NotFound$/);
});

test("the README names the code that is listed and never answered", () => {
  const readme = readFileSync(new URL("../../../src/dialects/moka/README.md", import.meta.url), "utf8");
  expect(readme).toContain("`DealerSale.GetProductList.ProductNotFound`");
});
