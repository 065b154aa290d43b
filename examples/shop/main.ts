import { startPsp } from "./psp-process.ts";
import { createShop, sandboxAccount, sandboxDealer } from "./shop.ts";

const {
  KASSA_URL: kassaUrl = "http://127.0.0.1:4000",
  KASSA_PUBLIC_URL: kassaPublicUrl,
  SHOP_HOST: host = "127.0.0.1",
  SHOP_PORT = "4001",
  SHOP_PUBLIC_URL: publicUrl,
  SHOP_STORE_ID: storeId = "1",
  SHOP_SECRET_KEY: secretKey = "9fff8c602b08b00323567be0001480f6",
  SHOP_MONDIDO_MERCHANT_ID: merchantId = sandboxAccount.merchantId,
  SHOP_MONDIDO_PASSWORD: password = sandboxAccount.password,
  SHOP_MONDIDO_SECRET: secret = sandboxAccount.secret,
  SHOP_MONDIDO_TEST = "true",
  SHOP_MOKA_DEALER: dealerCode = sandboxDealer.dealerCode,
  SHOP_MOKA_USERNAME: username = sandboxDealer.username,
  SHOP_MOKA_PASSWORD: mokaPassword = sandboxDealer.password,
  SHOP_MOKA_TEST = "true",
  SHOP_PSP_URL: pspUrl,
  SHOP_PSP_KEY: pspKey = "",
  SHOP_PLAN_ID: planId = "1",
  SHOP_CURRENCY = "PLN",
  SHOP_HOLD_HOURS = "24",
  PSP_PORT = "0",
} = process.env;

const port = Number(SHOP_PORT);
const psp = pspUrl
  ? { baseUrl: pspUrl, key: pspKey, stop: async () => undefined }
  : await startPsp({ host, port: PSP_PORT });
const shop = await createShop({
  kassaUrl,
  kassaPublicUrl,
  publicUrl,
  storeId,
  secretKey,
  mondido: { merchantId, password, secret, isTest: SHOP_MONDIDO_TEST !== "false" },
  moka: { dealerCode, username, password: mokaPassword, isTest: SHOP_MOKA_TEST !== "false" },
  psp,
  planId,
  host,
  port,
  currency: SHOP_CURRENCY === "RON" ? "RON" : "PLN",
  holdHours: Number(SHOP_HOLD_HOURS),
});
console.log(`Shop: ${await shop.listen({ host, port })} (paying through ${kassaUrl})`);

// Whoever started the shop may want it to end with them, however they end.
if (process.env.SHOP_ENDS_WITH_STDIN) process.stdin.resume().once("end", () => process.exit(0));

for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, async () => {
    await shop.close();
    await psp?.stop();
    process.exit(0);
  });
