import { barcode } from "../barcode.js";
import { h } from "../dom.js";
import { keep, memory } from "../memory.js";
import { go } from "../navigation.js";
import { figures, mark } from "../parts.js";
import { money, t } from "../text.js";
import { nameOf } from "./loan.js";

export const sold = {
  title: "sold.title",
  isResult: true,
  mark: () => mark(true),
  needs: () => Boolean(memory.sale?.barcode),
  content: () => {
    const { sale } = memory;
    return [
      h("p", { class: "lead" }, t("sold.lead")),
      barcode(sale.barcode),
      figures(
        [
          [t("sold.customer"), sale.client.name],
          [t("field.amount"), money(sale.amount)],
          [t("confirm.plan"), nameOf(sale.tariff)],
        ],
        "figures",
      ),
      newSale(),
    ];
  },
};

export const declined = {
  title: "declined.title",
  isResult: true,
  mark: () => mark(false),
  needs: () => Boolean(memory.sale?.refusal),
  content: () => [h("p", { class: "lead" }, memory.sale.refusal), newSale()],
};

function newSale() {
  const begin = () => {
    keep({ sale: undefined });
    go("sale");
  };
  return h("button", { class: "button", type: "button", on: { click: begin } }, t("sold.again"));
}
