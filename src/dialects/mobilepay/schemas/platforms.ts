import { z } from "zod";
import { text, uuid } from "./fields.ts";

const name = text(120).min(3);

export const RegisterPlatformRequest = z.object({ name });
export const UpdatePlatformRequest = z.object({ name });
export const RegisterPlatformResponse = z.object({ platformId: uuid });
export const GetPlatformsResponse = z.array(z.object({ platformId: uuid, name: z.string() }));
