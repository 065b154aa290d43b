import { call } from "../api.js";
import { barcode } from "../barcode.js";
import { h } from "../dom.js";
import { codeField } from "../fields.js";
import { form } from "../form.js";
import { drafts, keep, memory } from "../memory.js";
import { go } from "../navigation.js";
import { figures, linkButton, loading, mark, resend } from "../parts.js";
import { amountIn, localPhone, moment, money, phoneIn, phoneText, t } from "../text.js";
import { amountField, phoneField } from "./sale.js";

export const returns = {
  title: "returns.title",
  content: () => {
    const phone = memory.giveBack?.phone;
    return [
      h("p", { class: "lead" }, t("returns.lead")),
      form({
        name: "returns",
        fields: [phoneField()],
        submit: t("returns.submit"),
        progress: t("returns.progress"),
        onSubmit: (typed) => {
          keep({ giveBack: { phone: phoneIn(typed.mobile_phone) } });
          go("returns");
        },
      }),
      phone &&
        loading(
          t("returns.progress"),
          () => find(phone),
          (orders) => list(phone, orders),
        ),
    ];
  },
};

async function find(phone) {
  const query = new URLSearchParams({ store_id: memory.storeId, "filters[mobile_phone]": localPhone(phone) });
  const { orders } = await call("GET", `/orders?${query}`);
  return orders;
}

function list(phone, orders) {
  if (orders.length === 0)
    return h("p", { class: "notice", role: "status" }, t("returns.none", { phone: phoneText(phone) }));
  const heading = h("h2", { class: "found", tabindex: -1 }, t("returns.found", { count: orders.length }));
  queueMicrotask(() => heading.focus());
  return [
    heading,
    h(
      "ul",
      { class: "choices" },
      orders.map((order) => h("li", {}, orderChoice(order))),
    ),
  ];
}

function orderChoice(order) {
  const isOver = Number(order.remaining_amount) === 0;
  const choose = () => {
    drafts.delete("return");
    keep({ giveBack: { phone: memory.giveBack.phone, order } });
    go("return");
  };
  return h(
    "button",
    { class: "choice", type: "button", disabled: isOver, on: { click: choose } },
    h(
      "span",
      { class: "choice-name row" },
      h("span", {}, order.client_name),
      h("span", { class: "amount" }, money(order.amount)),
    ),
    h(
      "span",
      { class: "choice-note row" },
      h("span", {}, moment(order.created_at)),
      h("span", {}, t("returns.number", { guid: order.guid })),
    ),
    isOver
      ? h("span", { class: "choice-note" }, t("returns.over"))
      : order.remaining_amount !== order.amount &&
          h(
            "span",
            { class: "choice-note" },
            t("returns.remaining", { amount: money(order.remaining_amount) }),
          ),
  );
}

function update(changes) {
  keep({ giveBack: { ...memory.giveBack, ...changes } });
}

const step = (number) => () => ({ number, of: 4 });
const isOpen = () => Boolean(memory.giveBack?.order) && !memory.giveBack.isConfirmed;

function orderFigures(more = []) {
  const { order } = memory.giveBack;
  const rows = [
    [t("sold.customer"), order.client_name],
    [t("return.remaining"), money(order.remaining_amount)],
  ];
  return figures([...rows, ...more], "summary");
}

export const giveBack = {
  title: "return.title",
  step: step(2),
  needs: isOpen,
  content: () => {
    const most = Number(memory.giveBack.order.remaining_amount);
    return [
      h("p", { class: "lead" }, t("return.lead")),
      orderFigures(),
      form({
        name: "return",
        fields: [amountField({ value: memory.giveBack.amount ?? most.toFixed(2), most })],
        submit: t("return.submit"),
        progress: t("sale.progress"),
        onSubmit: async (typed) => {
          await sendCode();
          update({ amount: amountIn(typed.amount) });
          go("return-code");
        },
      }),
    ];
  },
};

async function sendCode() {
  await call("POST", `/orders/${memory.giveBack.order.id}/send_return_confirmation_code`);
  update({ sentAt: Date.now() });
}

export const giveBackCode = {
  title: "code.title",
  step: step(3),
  needs: () => isOpen() && Boolean(memory.giveBack.amount) && Boolean(memory.giveBack.sentAt),
  content: () => [
    h("p", { class: "lead" }, t("code.lead", { phone: phoneText(memory.giveBack.phone) })),
    orderFigures([[t("return.amount"), money(memory.giveBack.amount)]]),
    form({
      name: "return-code",
      fields: [codeField()],
      more: [
        resend({
          sentAt: memory.giveBack.sentAt,
          send: sendCode,
          others: [linkButton(t("return.change"), () => go("return"))],
        }),
      ],
      submit: t("code.submit"),
      progress: t("return.progress"),
      elsewhere: { amount: "return" },
      onSubmit: create,
    }),
  ],
};

async function create({ confirmation_code: code }) {
  const { order, amount } = memory.giveBack;
  const asked = new URLSearchParams({
    "return[order_id]": order.id,
    "return[confirmation_code]": code,
    "return[amount]": amount,
    "return[store_id]": memory.storeId,
  });
  const { return: made } = await call("POST", "/returns", asked);
  update({ id: made.id, barcode: made.barcode });
  go("return-confirm");
}

export const giveBackConfirm = {
  title: "return.confirm_title",
  step: step(4),
  needs: () => isOpen() && Boolean(memory.giveBack.id),
  content: () => [
    h("p", { class: "lead" }, t("return.confirm_lead")),
    orderFigures([[t("return.amount"), money(memory.giveBack.amount)]]),
    form({
      name: "return-confirm",
      fields: [],
      submit: t("return.confirm_submit", { amount: money(memory.giveBack.amount) }),
      progress: t("return.confirm_progress"),
      onSubmit: async () => {
        await call("POST", `/returns/${memory.giveBack.id}/confirm`);
        update({ isConfirmed: true });
        go("returned");
      },
    }),
    form({
      name: "return-cancel",
      fields: [],
      isQuiet: true,
      submit: t("return.cancel"),
      progress: t("return.cancel_progress"),
      onSubmit: async () => {
        await call("POST", `/returns/${memory.giveBack.id}/cancel`);
        keep({ giveBack: { phone: memory.giveBack.phone } });
        go("returns");
      },
    }),
  ],
};

export const returned = {
  title: "returned.title",
  isResult: true,
  mark: () => mark(true),
  needs: () => Boolean(memory.giveBack?.isConfirmed),
  content: () => {
    const { order, amount, barcode: text } = memory.giveBack;
    const again = () => {
      drafts.delete("returns");
      keep({ giveBack: undefined });
      go("returns");
    };
    return [
      h("p", { class: "lead" }, t("returned.lead")),
      barcode(text),
      figures(
        [
          [t("sold.customer"), order.client_name],
          [t("return.amount"), money(amount)],
        ],
        "figures",
      ),
      h("button", { class: "button", type: "button", on: { click: again } }, t("returned.again")),
    ];
  },
};
