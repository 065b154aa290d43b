import { fetchDocument } from "./api.js";
import { h } from "./dom.js";
import { memory } from "./memory.js";
import { loading } from "./parts.js";
import { has, t } from "./text.js";

const page = document.querySelector("#till");
/** What it looks like is ours to say; the page's policy would refuse it anyhow, and complain. */
const style = /<style[\s\S]*?<\/style>|\sstyle="[^"]*"/gi;

window.addEventListener("hashchange", show);
show();

/** A document that the customer agrees to, in the till's own dress. */
function show() {
  const kind = window.location.hash.slice(1);
  const title = has(`document.${kind}`) ? t(`document.${kind}`) : t("till.name");
  document.title = title;
  const isOpen = Boolean(memory.token && memory.sale);
  page.replaceChildren(
    h("main", { class: "card document" }, isOpen ? documentOf(kind) : h("p", {}, t("document.closed"))),
  );
}

function documentOf(kind) {
  const load = () => fetchDocument(`${memory.sale.path}/documents/${encodeURIComponent(kind)}`);
  return loading(t("document.progress"), load, (html) => {
    const parsed = new DOMParser().parseFromString(html.replaceAll(style, ""), "text/html");
    document.documentElement.lang = parsed.documentElement.lang || document.documentElement.lang;
    for (const element of parsed.querySelectorAll("script, link, meta, iframe")) element.remove();
    return [...(parsed.querySelector("main") ?? parsed.body).childNodes];
  });
}
