import { createPsp } from "./psp.ts";

const {
  KASSA_URL: kassaUrl = "http://127.0.0.1:4000",
  KASSA_PUBLIC_URL: kassaPublicUrl,
  PSP_HOST: host = "127.0.0.1",
  PSP_PORT = "4002",
  PSP_PUBLIC_URL: publicUrl,
  PSP_CLIENT_ID: clientId,
  PSP_CLIENT_SECRET: clientSecret,
  PSP_SHOP_KEY: shopKey = "brzoza",
} = process.env;

const psp = createPsp({
  kassaUrl,
  shopKey,
  host,
  ...(kassaPublicUrl && { kassaPublicUrl }),
  ...(publicUrl && { publicUrl }),
  ...(clientId && { clientId }),
  ...(clientSecret && { clientSecret }),
  warn: (text) => console.error(`PSP: ${text}`),
});
console.log(`PSP: ${await psp.listen({ host, port: Number(PSP_PORT) })} (with the wallet at ${kassaUrl})`);

// Whoever started it may want it to end with them, however they end.
if (process.env.PSP_ENDS_WITH_STDIN) process.stdin.resume().once("end", () => process.exit(0));

for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, async () => {
    await psp.close();
    process.exit(0);
  });
