import type { Kassa } from "../../support/kassa.ts";
import type { Dealer, Fields } from "./dealer.ts";

let sequence = 0;

/** A code that nobody has used yet. */
export function fresh(word: string): string {
  sequence += 1;
  return `${word}-${sequence}`;
}

/** Of the sandbox's clock, so many days from its today, as YYYYMMDD in Istanbul. */
export function day({ house }: Kassa, days = 0): string {
  const today = house.now().toZonedDateTimeISO("Europe/Istanbul").toPlainDate();
  return today.add({ days }).toString().replaceAll("-", "");
}

/** A customer with a card that pays. */
export async function customerWithCard(dealer: Dealer, more: Fields = {}) {
  const code = fresh("customer");
  const data = await dealer.ask("DealerCustomer/AddCustomerWithCard", {
    CustomerCode: code,
    FirstName: "Ayşe",
    LastName: "Yılmaz",
    CardHolderFullName: "Ayşe Yılmaz",
    CardNumber: "5269551122223339",
    ExpMonth: "12",
    ExpYear: "2030",
    CardName: "Bonus",
    ...more,
  });
  return {
    id: data.DealerCustomer.DealerCustomerId as number,
    code,
    card: data.CardList[0].CardToken as string,
  };
}

/** A product's id, code and name. */
export async function product(dealer: Dealer) {
  const data = await dealer.ask("DealerSale/AddProduct", { ProductName: fresh("product") });
  return {
    id: data.DealerProductId as number,
    code: data.ProductCode as string,
    name: data.ProductName as string,
  };
}

/** What production dealers send (facts 2.6), with everything it names. `more` is added. */
export async function saleRequest(kassa: Kassa, dealer: Dealer, more: Fields = {}): Promise<Fields> {
  const [customer, sold] = await Promise.all([customerWithCard(dealer), product(dealer)]);
  return {
    DealerCustomerId: customer.id,
    ProductCode: sold.code,
    SaleCode: fresh("sale"),
    Amount: "59.90",
    Currency: "TL",
    InstallmentNumber: 1,
    DealerSaleScheduleId: "",
    SaleDate: day(kassa),
    BeginDate: day(kassa),
    EndDate: "",
    HowManyTrial: 4,
    PlanType: 2,
    Description: "",
    DealerCustomerTypeId: "",
    DefaultCard1Token: customer.card,
    ...more,
  };
}

/** A sale by hand, as `Data` tells it. */
export async function sold(kassa: Kassa, dealer: Dealer, more: Fields = {}) {
  return dealer.ask("DealerSale/AddSale", await saleRequest(kassa, dealer, more));
}
