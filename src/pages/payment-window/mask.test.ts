import { expect, test } from "vitest";
import { maskDetails } from "./mask.ts";

test("details are masked as in the document's examples", () => {
  const details = {
    first_name: "Robert",
    last_name: "Olivares",
    zip: 17070,
    address_1: "Fröjel Stora Hajdes 717",
    city: "Spånga",
  };
  expect(maskDetails(details)).toEqual({
    mask_first_name: "Robert",
    mask_last_name: "O*******",
    mask_zip: "170**",
    mask_address_1: "**öjel Stora Hajdes 7**",
    mask_address_2: null,
    mask_city: "Spån**",
  });
});

test("short details are hidden whole", () => {
  expect(maskDetails({ address_1: "A 1", city: "Å" })).toMatchObject({
    mask_address_1: "***",
    mask_city: "*",
  });
});
