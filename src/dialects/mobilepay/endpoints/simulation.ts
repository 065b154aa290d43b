import { request } from "../../../core/wallet/index.ts";
import { acceptPayment } from "../accept.ts";
import { Fault } from "../errors.ts";
import { openOperation } from "../operation.ts";
import { SimulationRequest } from "../schemas/simulation.ts";
import { userOf } from "../users.ts";
import { prefixes } from "./prefixes.ts";

/** Only in the sandbox: it asks for no credentials. */
export const simulation = [
  openOperation({
    name: "Simulate user behavior",
    method: "POST",
    path: `${prefixes.simulation}/api/v1/product/payments/simulation/enter-phone-and-swipe/:paymentId`,
    body: SimulationRequest,
    async run({ house, ids: { paymentId }, body }) {
      const user = await userOf(house, body.phoneNumber);
      if (!user) throw new Fault(4040);
      await house.write((tx) => request(tx, { id: paymentId, payerId: user.id }));
      await acceptPayment(house, { paymentId, userId: user.id, lastFour: body.lastFourDigits });
    },
  }),
];
