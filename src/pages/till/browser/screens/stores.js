import { h } from "../dom.js";
import { keep, memory } from "../memory.js";
import { refresh } from "../navigation.js";
import { t } from "../text.js";

export const stores = {
  title: "stores.title",
  content: () =>
    h(
      "ul",
      { class: "choices" },
      memory.agent.stores.map((store) => h("li", {}, choice(store))),
    ),
};

function choice({ id, name, address }) {
  const choose = () => {
    keep({ storeId: id });
    refresh();
  };
  return h(
    "button",
    { class: "choice", type: "button", on: { click: choose } },
    h("span", { class: "choice-name" }, name || t("stores.unnamed", { id })),
    h("span", { class: "choice-note" }, placeOf(address)),
  );
}

/** The parts of an address that are there: the API writes `, , Warszawa, Warszawa`. */
function placeOf(address = "") {
  const parts = address.split(",").map((part) => part.trim());
  return [...new Set(parts.filter(Boolean))].join(", ");
}
