import { addPlatform, platformsOf, renamePlatform } from "../../../core/integrators/index.ts";
import { operation } from "../operation.ts";
import {
  GetPlatformsResponse,
  RegisterPlatformRequest,
  RegisterPlatformResponse,
  UpdatePlatformRequest,
} from "../schemas/platforms.ts";
import { prefixes } from "./prefixes.ts";

const path = `${prefixes.main}/api/v1/psp/platforms` as const;

export const platforms = [
  operation({
    name: "Get platforms",
    method: "GET",
    path,
    answer: GetPlatformsResponse,
    async run({ house, merchantId }) {
      const own = await platformsOf(house.reader, merchantId);
      return own.map(({ id, name }) => ({ platformId: id, name }));
    },
  }),
  operation({
    name: "Register platform",
    method: "POST",
    path,
    body: RegisterPlatformRequest,
    answer: RegisterPlatformResponse,
    async run({ house, body: { name }, merchantId }) {
      const { id } = await house.write(async (tx) => addPlatform(tx, { merchantId, name }));
      return { platformId: id };
    },
  }),
  operation({
    name: "Update platform",
    method: "PATCH",
    path: `${path}/:platformId`,
    body: UpdatePlatformRequest,
    async run({ house, ids, body: { name }, merchantId }) {
      await house.write((tx) => renamePlatform(tx, { id: ids.platformId, merchantId, name }));
    },
  }),
];
