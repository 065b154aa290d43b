import { Refused, SessionEnded } from "./api.js";
import { announce, h } from "./dom.js";
import { drafts } from "./memory.js";
import { go, takeProblems } from "./navigation.js";
import { has, sentence, t } from "./text.js";

/** A form with its fields, one button, and `more` below it. `onSubmit` gets the values by name; what it throws is
 *  shown: at the field that a problem names, on the screen that `elsewhere` has for it, or above the fields. While
 *  it works, the button says `progress`. */
export function form({
  name,
  fields,
  more = [],
  submit,
  isQuiet = false,
  progress,
  elsewhere = {},
  onSubmit,
}) {
  const list = h("ul");
  const summary = h(
    "div",
    { class: "errors", role: "alert", tabindex: -1, hidden: true },
    h("h2", {}, t("errors.title")),
    list,
  );
  const button = h("button", { class: isQuiet ? "button button-quiet" : "button" }, submit);
  const element = h(
    "form",
    { novalidate: true, on: { submit: (event) => void handle(event), input: keepDraft } },
    summary,
    fields.map((field) => field.element),
    button,
    more,
  );
  let busy = false;

  recall();
  const brought = takeProblems(name);
  // After the screen has come and its heading got the focus.
  if (brought.length > 0) queueMicrotask(() => show(brought));
  return element;

  async function handle(event) {
    event.preventDefault();
    if (busy) return;
    clear();
    const missing = fields
      .map((field) => ({ field, message: field.problem() }))
      .filter(({ message }) => message);
    for (const { field, message } of missing) field.say(message);
    if (missing.length > 0) return missing[0].field.focus();

    setBusy(true);
    try {
      await onSubmit(Object.fromEntries(fields.map((field) => [field.name, field.value()])));
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  }

  function fail(error) {
    if (error instanceof SessionEnded) return;
    if (!(error instanceof Refused)) return show([{ message: t("errors.unreachable") }]);
    const problems = error.problems.length > 0 ? error.problems : [{ message: t("errors.refused") }];
    const screen = problems.map((problem) => elsewhere[lastOf(problem)]).find(Boolean);
    if (screen && !problems.some(fieldOf)) go(screen, problems);
    else show(problems);
  }

  function show(problems) {
    clear();
    const named = problems.map((problem) => ({ ...problem, field: fieldOf(problem) }));
    for (const { field, message } of named) field?.say(sentence(message));
    const others = named.filter(({ field }) => !field);
    list.replaceChildren(...others.map((problem) => h("li", {}, full(problem))));
    summary.hidden = others.length === 0;
    const first = fields.find((field) => named.some((problem) => problem.field === field));
    if (others.length > 0) summary.focus();
    else first?.focus();
  }

  function fieldOf(problem) {
    const segments = segmentsOf(problem).reverse();
    return segments
      .map((segment) => fields.find((field) => [field.name, ...field.aliases].includes(segment)))
      .find(Boolean);
  }

  function clear() {
    summary.hidden = true;
    for (const field of fields) field.say("");
  }

  function setBusy(isBusy) {
    busy = isBusy;
    element.setAttribute("aria-busy", String(isBusy));
    // Disabled, it would lose the focus.
    button.setAttribute("aria-disabled", String(isBusy));
    button.textContent = isBusy ? progress : submit;
    if (isBusy) announce(progress);
  }

  function keepDraft() {
    const kept = fields.filter((field) => !field.isSecret).map((field) => [field.name, field.value()]);
    drafts.set(name, Object.fromEntries(kept));
  }

  function recall() {
    const draft = drafts.get(name) ?? {};
    for (const field of fields) if (field.name in draft) field.put(draft[field.name]);
  }
}

/** `id_documents.polish_pesel` names the document and what is wrong in it. */
function segmentsOf({ attribute = "" }) {
  return attribute.split(/[.[\]]+/).filter(Boolean);
}

function lastOf(problem) {
  return segmentsOf(problem).at(-1);
}

function full(problem) {
  const attribute = lastOf(problem);
  const subject = has(`attribute.${attribute}`) ? t(`attribute.${attribute}`) : attribute;
  return subject && subject !== "base" ? `${subject}: ${problem.message}` : sentence(problem.message);
}
