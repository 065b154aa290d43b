import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Contract } from "../core/merchants/index.ts";
import { ConfigError } from "../platform/config/index.ts";

const amount = z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, 'must be a decimal in quotes, such as "1000.00"');
const installments = z.array(z.int().min(1).max(12));

const contractFile = z.strictObject({
  bank: z.boolean().optional(),
  threeD: z.literal("required").optional(),
  preAuth: z.enum(["required", "forbidden"]).optional(),
  pool: z.enum(["required", "forbidden"]).optional(),
  foreignCurrency: z.boolean().optional(),
  tokenization: z.boolean().optional(),
  mostInstallments: z.int().min(1).max(12).optional(),
  least: amount.optional(),
  most: amount.optional(),
  mostOfDay: amount.optional(),
  mostOfCardAndDay: amount.optional(),
  addresses: z.array(z.union([z.ipv4(), z.ipv6()])).optional(),
  channels: z.array(z.enum(["direct", "threeD", "link"])).optional(),
  subMerchants: z.array(z.string().min(1).max(200)).optional(),
  rates: installments.optional(),
  groupRates: installments.optional(),
});

/** What a JSON file says of a dealer's contract. Throws ConfigError. */
export async function readContract(file: string): Promise<Contract> {
  const parsed = contractFile.safeParse(JSON.parse(await readFile(file, "utf8")));
  if (!parsed.success) throw new ConfigError(z.prettifyError(parsed.error));
  return parsed.data as Contract;
}
