import {
  agentStores,
  agents,
  logIn,
  logInByCode,
  logOut,
  sendPasswordCode,
} from "../../../core/agents/index.ts";
import type { House } from "../../../core/house.ts";
import { hashPassword, isPassword } from "../../../platform/crypto/index.ts";
import { objectAt, textAt } from "../../toolkit/json.ts";
import { type Call, empty } from "../call.ts";
import { guessProblems } from "../codes.ts";
import { Fault, problem, unprocessable } from "../errors.ts";
import type { Operation } from "../operation.ts";

function readLogin({ params }: Call): string {
  const login = textAt(objectAt(params, "user"), "login", 254);
  if (!login) throw unprocessable("login", "blank");
  return login.toLowerCase();
}

let nobodysPassword: Promise<string> | undefined;

/** Somebody who is not there is answered as slowly as somebody who is. Made with the first login of all, so that
 *  it is no work of the start. */
function decoy(): Promise<string> {
  nobodysPassword ??= hashPassword("nobody");
  return nobodysPassword;
}

/** Create agent session: a wrong login or password is 422 on `manager` (facts 4.2). */
const create: Operation = {
  name: "create session",
  method: "POST",
  path: "/sessions",
  by: "anybody",
  async run(call) {
    const login = readLogin(call);
    const password = textAt(objectAt(call.params, "user"), "password", 200);
    if (!password) throw unprocessable("password", "blank");
    const agent = await call.house.reader.find(agents, { login });
    const nobodys = await decoy();
    const isRight = await isPassword(password, agent?.passwordHash ?? nobodys);
    const token = await call.house.write((tx) => logIn(tx, { login, isRight }));
    if (token === undefined) throw unprocessable("manager", "wrong_login");
    return { json: { user: { authentication_token: token } } };
  },
};

const destroy: Operation = {
  name: "delete session",
  method: "DELETE",
  path: "/sessions",
  by: "agent",
  async run({ house, token }) {
    await house.write((tx) => logOut(tx, token));
    return empty;
  },
};

/** A forgotten password: a code to the agent's phone. */
const forget: Operation = {
  name: "send password code",
  method: "POST",
  path: "/passwords",
  by: "anybody",
  async run(call) {
    const login = readLogin(call);
    const storeId = await firstStoreOf(call.house, login);
    if (!storeId) throw unprocessable("manager", "wrong_login");
    const codes = call.house.codes();
    const text = (code: string) => `Mokka: ${code}`;
    await call.house.write((tx) =>
      sendPasswordCode(tx, { login, storeId, dialect: "mokka-offline", codes, text }),
    );
    return empty;
  },
};

async function firstStoreOf({ reader }: House, login: string): Promise<string | undefined> {
  const agent = await reader.find(agents, { login });
  return agent && (await reader.find(agentStores, { agentId: agent.id }))?.storeId;
}

const shortest = 4;

/** The code, and a new password if there is one: gets a session. */
const renew: Operation = {
  name: "change password",
  method: "PUT",
  path: "/passwords",
  by: "anybody",
  async run(call) {
    const login = readLogin(call);
    const user = objectAt(call.params, "user");
    const code = textAt(user, "confirmation_code", 20);
    if (!code) throw unprocessable("confirmation_code", "blank");
    const password = textAt(user, "password", 200);
    if (password !== undefined && password.length < shortest)
      throw new Fault(422, problem("password", "wrong_length"));
    if (password !== undefined && textAt(user, "password_confirmation", 200) !== password)
      throw unprocessable("password_confirmation", "confirmation");
    const passwordHash = password === undefined ? undefined : await hashPassword(password);
    const { guess, token } = await call.house.write((tx) => logInByCode(tx, { login, code, passwordHash }));
    if (guess !== "confirmed") throw guessProblems("confirmation_code", guess);
    return { json: { user: { authentication_token: token } } };
  },
};

export const sessions = [create, destroy, forget, renew] as const;
