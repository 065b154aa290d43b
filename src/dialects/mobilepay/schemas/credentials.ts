import { z } from "zod";

/** Bodies are ours: the provider's documents only say what is in them (facts 1.2). */
export const GetCredentialsResponse = z.object({
  integratorName: z.string(),
  clientName: z.string(),
  active: z.boolean(),
});

export const CreateCredentialsResponse = z.object({ clientId: z.string(), clientSecret: z.string() });

export const UpdateSecretResponse = z.object({ clientSecret: z.string() });
