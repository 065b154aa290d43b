import { z } from "zod";

export const RegisterKeyResponse = z.object({ publicKeyId: z.int32() });
