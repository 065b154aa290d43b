import type { Config } from "../platform/config/index.ts";
import { mokkaSecret } from "../sandbox/index.ts";

type Facts = {
  readonly config: Config;
  readonly address: string;
  readonly shopAddress: string | undefined;
  readonly database: string;
};

/** What a person sees after `npm start`: where everything is and how to get in. */
export function welcome({ config, address, shopAddress, database }: Facts): string {
  const lines =
    config.mode === "live"
      ? [`Kassa (live) listens on ${address}, reached as ${config.publicUrl}.`, `Database: ${database}`]
      : [
          "Kassa is ready.",
          "",
          `  API            ${config.publicUrl ?? address}`,
          shopAddress ? `  Example shop   ${shopAddress}   buy something there` : "",
          `  Messages       ${address}/sandbox/messages   every SMS and callback that left`,
          `  Clock          ${address}/sandbox/clock   POST {"advance":"P30D"} moves it`,
          `  Health         ${address}/healthz   Metrics ${address}/metrics`,
          `  Database       ${database}`,
          "",
          `  Mokka Online   store_id=1 (PLN) or 2 (RON), secret_key=${mokkaSecret}`,
          "                 shoppers: phones 333 xxx xxx, SMS code 1111; endings 610, 630, 681 are refused",
          "  Mondido        merchant_id=1, API password password, secret secret; card 4111 1111 1111 1111, CVV 200",
          "  Moka           DealerCode 1730, Username demo, Password demo",
          "  MobilePay      x-ibm-client-id demo-client-id, x-ibm-client-secret demo-client-secret",
          "                 its users: any phone +45 xx xx xx xx, in a browser at /phone",
          "  Mokka Offline  agent kontakt@test.pl, password 1111, store 422; in a browser at /till",
          "",
        ];
  return `${lines.filter((line, i) => line !== "" || lines[i - 1] !== "").join("\n")}\n`;
}
