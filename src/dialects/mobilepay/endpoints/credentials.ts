import { addClient, changeClient, countWaiting } from "../../../core/integrators/index.ts";
import { Refusal } from "../../../core/refusal.ts";
import { randomToken, uuidAt } from "../../../platform/ids/index.ts";
import { doorkeeperOf } from "../auth/doorkeeper.ts";
import { openOperation, operation } from "../operation.ts";
import {
  CreateCredentialsResponse,
  GetCredentialsResponse,
  UpdateSecretResponse,
} from "../schemas/credentials.ts";
import { prefixes } from "./prefixes.ts";

const path = `${prefixes.onboarding}/api/v1/credentials` as const;

const secretBytes = 24;
/** More than an operator lets in on a day; who else asks has to wait until there is room. */
const mostWaiting = 100;

export const credentials = [
  operation({
    name: "Get Credentials",
    method: "GET",
    path,
    by: "waiting client",
    answer: GetCredentialsResponse,
    run: async ({ client: { integrator, name, state } }) => ({
      integratorName: integrator,
      clientName: name,
      active: state === "active",
    }),
  }),
  openOperation({
    name: "Create Credentials",
    method: "POST",
    path,
    answer: CreateCredentialsResponse,
    async run({ house }) {
      if ((await countWaiting(house.reader, mostWaiting)) >= mostWaiting)
        throw new Refusal("too_many_clients");
      const id = uuidAt(house.now());
      const secret = randomToken(secretBytes);
      const secretHash = await doorkeeperOf(house).hash(secret);
      const name = `Client ${id}`;
      // In the sandbox there is nobody to let them in.
      const state = house.isSandbox ? "active" : "waiting";
      await house.write(async (tx) => addClient(tx, { id, integrator: name, name, secretHash, state }));
      return { clientId: id, clientSecret: secret };
    },
  }),
  operation({
    name: "Update secret",
    method: "PATCH",
    path: `${path}/secret`,
    by: "waiting client",
    answer: UpdateSecretResponse,
    async run({ house, client: { id } }) {
      const doorkeeper = doorkeeperOf(house);
      const secret = randomToken(secretBytes);
      const secretHash = await doorkeeper.hash(secret);
      await house.write((tx) => changeClient(tx, { id, secretHash }));
      doorkeeper.forget(id);
      return { clientSecret: secret };
    },
  }),
];
