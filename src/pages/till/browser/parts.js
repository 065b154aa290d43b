import { Refused, SessionEnded } from "./api.js";
import { announce, h, svg } from "./dom.js";
import { money, sentence, t } from "./text.js";

const resendPauseMs = 30_000;

export function amount(value) {
  return h("span", { class: "amount" }, money(value));
}

/** Rows of a name and what it is. */
export function figures(rows, more = "") {
  return h(
    "dl",
    { class: `rows ${more}`.trim() },
    rows
      .filter(Boolean)
      .map(([name, value]) =>
        h("div", { class: "row" }, h("dt", {}, name), h("dd", { class: "amount" }, value)),
      ),
  );
}

export function mark(isGood) {
  return svg(
    "svg",
    {
      class: `mark ${isGood ? "mark-good" : "mark-calm"}`,
      viewBox: "0 0 48 48",
      width: 56,
      height: 56,
      "aria-hidden": "true",
    },
    svg("circle", { cx: 24, cy: 24, r: 22 }),
    svg("path", { d: isGood ? "M15 25l6 6 12-13" : "M24 14v13M24 33.5v.5" }),
  );
}

export function linkButton(text, onClick) {
  return h("button", { class: "link", type: "button", on: { click: onClick } }, text);
}

/** What comes from the API and takes its time: a turning wheel until it is there, a way to ask again when it fails. */
export function loading(text, load, show) {
  const element = h("div");
  void attempt();
  return element;

  async function attempt() {
    element.replaceChildren(
      h("div", { class: "loading" }, h("div", { class: "spinner" }), h("p", { class: "lead" }, text)),
    );
    announce(text);
    try {
      const loaded = await load();
      element.replaceChildren(...[show(loaded)].flat());
      announce("");
    } catch (error) {
      if (error instanceof SessionEnded) return;
      element.replaceChildren(
        h("p", { class: "errors", role: "alert" }, whyNot(error)),
        h(
          "button",
          { class: "button button-quiet", type: "button", on: { click: attempt } },
          t("errors.again"),
        ),
      );
    }
  }
}

/** Sends another code, once the pause since the last one, at `sentAt`, is over. `others` are further ways out. */
export function resend({ sentAt, send, others = [] }) {
  let readyAt = sentAt + resendPauseMs;
  const seconds = h("span", { class: "amount" });
  const wait = h("p", { class: "hint" }, `${t("code.wait")} `, seconds);
  const note = h("p", { class: "hint", hidden: true });
  const button = linkButton(t("code.resend"), async () => {
    button.disabled = true;
    try {
      await send();
      say(t("code.sent_again"));
      readyAt = Date.now() + resendPauseMs;
      count();
    } catch (error) {
      if (error instanceof SessionEnded) return;
      say(whyNot(error));
      button.disabled = false;
    }
  });
  count();
  return h("div", { class: "resend" }, wait, note, button, others);

  function say(text) {
    note.textContent = text;
    note.hidden = false;
    announce(text);
  }

  function count() {
    const left = Math.ceil((readyAt - Date.now()) / 1000);
    wait.hidden = left <= 0;
    button.disabled = left > 0;
    seconds.textContent = `${left} s`;
    if (left > 0) setTimeout(count, 250);
  }
}

function whyNot(error) {
  if (!(error instanceof Refused)) return t("errors.unreachable");
  const [problem] = error.problems;
  return problem ? sentence(problem.message) : t("errors.refused");
}
