import { expect, test } from "vitest";
import type { Dealer, Fields } from "./dealer.ts";
import { openMoka } from "./open.ts";

let dealer: Dealer;
let neighbour: Dealer;
openMoka(async (open) => {
  ({ dealer, neighbour } = open);
  for (const seller of [dealer, neighbour]) {
    const ProductCode = seller === dealer ? "book" : "pen";
    await seller.ask("DealerSale/AddProduct", { ProductName: ProductCode, ProductCode });
  }
});

const book = { ProductCode: "book", UnitPrice: "12.50", Quantity: "2" };

const codeOf = async (BasketProduct: readonly Fields[]) => {
  const order = {
    CardHolderFullName: "Ayşe Yılmaz",
    CardNumber: "5269551122223339",
    ExpMonth: "12",
    ExpYear: "2030",
    CvcNumber: "000",
    Amount: 25,
    RedirectUrl: "https://shop.example.com/back",
  };
  return (await dealer.call("PaymentDealer/DoDirectPaymentThreeD", { ...order, BasketProduct })).code;
};

test("goods of the dealer's that sum to the payment are welcome, and so is an empty basket", async () => {
  const { ProductList } = await dealer.ask("DealerSale/GetProductList");
  const { DealerProductId: ProductId } = ProductList.find(
    (one: { ProductCode: string }) => one.ProductCode === "book",
  );
  expect(await codeOf([book])).toBe("Success");
  expect(await codeOf([{ ProductId, UnitPrice: 25, Quantity: 1 }])).toBe("Success");
  expect(await codeOf([])).toBe("Success");
});

const wrong: readonly [reason: string, basket: readonly Fields[]][] = [
  ["InvalidUnitPrice", [{ ...book, UnitPrice: "x" }]],
  ["InvalidUnitPrice", [book, { ...book, UnitPrice: null }]],
  ["InvalidQuantityValue", [{ ...book, Quantity: 0 }]],
  ["BasketAmountIsNotEqualPaymentAmount", [book, book]],
  ["MustBeOneOfDealerProductIdOrProductCode", [{ ...book, ProductCode: "" }]],
  ["BasketProductNotFoundInYourProductList", [{ ...book, ProductCode: "pen" }]],
  ["BasketProductNotFoundInYourProductList", [{ ...book, ProductId: 1 }]],
  ["InvalidRequest", [{ ...book, ProductId: "x" }]],
];

test.each(wrong)("otherwise: %s, %j", async (reason, basket) => {
  expect(await codeOf(basket)).toBe(`PaymentDealer.DoDirectPayment3dRequest.${reason}`);
});
