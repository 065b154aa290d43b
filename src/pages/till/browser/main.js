import { call } from "./api.js";
import { announce, h } from "./dom.js";
import { forget, memory, store } from "./memory.js";
import { refresh } from "./navigation.js";
import { code, customer } from "./screens/customer.js";
import { confirm, plans } from "./screens/loan.js";
import { login } from "./screens/login.js";
import { giveBack, giveBackCode, giveBackConfirm, returned, returns } from "./screens/returns.js";
import { sale } from "./screens/sale.js";
import { declined, sold } from "./screens/sold.js";
import { stores } from "./screens/stores.js";
import { language, otherLanguage, speak, t } from "./text.js";

/** The screens by their names in the address. A screen has a `title`, its `content`, and may have a `step` and what
 *  it `needs` to be shown; without that, the way begins anew. */
const screens = {
  sale,
  code,
  customer,
  plans,
  confirm,
  sold,
  declined,
  returns,
  return: giveBack,
  "return-code": giveBackCode,
  "return-confirm": giveBackConfirm,
  returned,
};

const page = document.querySelector("#till");

window.addEventListener("hashchange", () => show());
window.addEventListener("till", () => show());
show({ isFirst: true });

function show({ isFirst = false } = {}) {
  const screen = screenNow();
  const title = t(screen.title);
  document.title = `${title} · ${t("till.name")}`;
  const heading = h("h1", { tabindex: -1 }, title);
  const step = screen.step?.();
  page.replaceChildren(
    header(),
    h(
      "aside",
      { class: "test-hint" },
      h("strong", {}, `${t("till.test")}. `),
      t(screen.hint ?? "till.test_hint"),
    ),
    h(
      "main",
      {},
      h(
        "div",
        { class: screen.isResult ? "card card-center" : "card" },
        screen.isResult ? screen.mark() : undefined,
        step && h("p", { class: "step" }, t("till.step", step)),
        heading,
        screen.content(),
      ),
    ),
  );
  announce("");
  if (isFirst) return;
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

function screenNow() {
  if (!memory.token || !memory.agent) return login;
  if (!store()) return stores;
  const name = window.location.hash.slice(1);
  const screen = screens[name];
  if (screen && (screen.needs?.() ?? true)) return screen;
  const first = name.startsWith("return") ? "returns" : "sale";
  window.history.replaceState(null, "", `#${first}`);
  return screens[first];
}

function header() {
  const other = otherLanguage();
  const name = store()?.name ?? t("till.name");
  return h(
    "header",
    {},
    h(
      "div",
      { class: "header" },
      h("span", { class: "header-name" }, name),
      h(
        "span",
        { class: "header-actions" },
        h(
          "button",
          { class: "link", type: "button", lang: other, on: { click: () => changeLanguage(other) } },
          t("till.other_language"),
        ),
        memory.token &&
          h("button", { class: "link", type: "button", on: { click: logOut } }, t("till.log_out")),
      ),
    ),
    store() && memory.token && tabs(),
  );
}

function tabs() {
  const isReturn = window.location.hash.startsWith("#return");
  const tab = (name, isHere) =>
    h("a", { class: "tab", href: `#${name}`, "aria-current": isHere && "true" }, t(`till.${name}`));
  return h(
    "nav",
    { class: "tabs", "aria-label": t("till.name") },
    tab("sale", !isReturn),
    tab("returns", isReturn),
  );
}

/** The screen in the other language, with what was typed. */
function changeLanguage(wanted) {
  const typed = new Map([...page.querySelectorAll("input")].map((input) => [input.id, input]));
  speak(wanted);
  refresh();
  for (const input of page.querySelectorAll("input")) {
    const before = typed.get(input.id);
    if (before?.type === "checkbox" || before?.type === "radio") input.checked = before.checked;
    else if (before) input.value = before.value;
  }
  page.querySelector(`[lang="${otherLanguage()}"]`)?.focus();
}

async function logOut() {
  const ended = call("DELETE", "/sessions").catch(() => undefined);
  announce(t("till.logging_out"));
  await ended;
  forget();
  window.history.replaceState(null, "", window.location.pathname);
  refresh();
}

// The address may name the wrong language for the page that the browser remembers.
document.documentElement.lang = language();
