import { isObject, type JsonObject } from "../../toolkit/json.ts";
import { type Credentials, isCheckKey } from "../check-key.ts";
import { authenticationCodes, invalidRequestCode } from "../codes/index.ts";
import { Fault } from "../envelope.ts";
import { type MethodPath, methods, type Wrappers } from "../methods.ts";
import { readText, valueAt } from "./values.ts";

/** Who sends a request, and what for. */
export type Told = {
  readonly auth: Credentials & { readonly checkKey: string };
  readonly request: JsonObject;
};

const longest = 200;

/** The two objects of a method's request, with a key that belongs to the credentials; whether somebody has these is for
 *  the caller to find out. What is left out of the credentials is empty text. Faults InvalidRequest: of the
 *  authentication for its object or key, of the method for a request object that is not there or none. */
export function readEnvelope(params: JsonObject, path: MethodPath): Told {
  const { authentication, request: name, mayBeEmpty }: Wrappers = methods[path];
  const { wrongKey } = authenticationCodes(path);
  const given = authentication.map((one) => valueAt(params, one)).find(isObject);
  if (!given) throw new Fault(wrongKey);
  const auth = {
    dealerCode: textOf(given, "DealerCode", wrongKey),
    username: textOf(given, "Username", wrongKey),
    password: textOf(given, "Password", wrongKey),
    checkKey: textOf(given, "CheckKey", wrongKey),
  };
  if (!isCheckKey(auth)) throw new Fault(wrongKey);

  const request = valueAt(params, name);
  if (isObject(request)) return { auth, request };
  const isLeftOut = request === undefined || request === null || request === "";
  if (mayBeEmpty && isLeftOut) return { auth, request: {} };
  throw new Fault(invalidRequestCode(path));
}

function textOf(given: JsonObject, name: string, wrongKey: Fault["code"]): string {
  const text = readText(valueAt(given, name), longest);
  if (text === null) throw new Fault(wrongKey);
  return text ?? "";
}
