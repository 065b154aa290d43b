import { unprocessable } from "../../errors.ts";
import type { Operation } from "../../operation.ts";
import { isYes } from "../../read.ts";

/** No customer has one: messages cost nothing here. */
const none = { json: { sms_info: false } };

export const getServices: Operation = {
  name: "get additional services",
  method: "GET",
  path: "/clients/:id/additional_services",
  by: "client",
  async run() {
    return none;
  },
};

/** Nothing can be ordered; to order nothing changes nothing. */
export const changeServices: Operation = {
  name: "change additional services",
  method: "PATCH",
  path: "/clients/:id/additional_services",
  by: "client",
  async run({ params }) {
    const [ordered] = Object.entries(params).find(([, value]) => isYes(value)) ?? [];
    if (ordered !== undefined) throw unprocessable(ordered, "not_offered");
    return none;
  },
};
