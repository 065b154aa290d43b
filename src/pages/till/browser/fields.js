import { h } from "./dom.js";
import { t } from "./text.js";

/** A field for a text. `check` tells what is wrong with what was typed, as the name of a text; `aliases`: what else
 *  the API calls it; `secret`: not to be remembered. */
export function textField({
  name,
  label,
  hint,
  check,
  aliases = [],
  optional,
  secret = false,
  value,
  ...attributes
}) {
  const describedBy = [hint && `${name}-hint`, `${name}-error`].filter(Boolean).join(" ");
  const { class: more, ...others } = attributes;
  const input = h("input", {
    type: "text",
    autocomplete: "off",
    ...others,
    class: more ? `input ${more}` : "input",
    id: name,
    name,
    required: !optional,
    "aria-describedby": describedBy,
  });
  if (value !== undefined) input.value = value;
  return field({
    name,
    aliases,
    input,
    isSecret: secret,
    value: () => input.value.trim(),
    put: (text) => {
      input.value = text;
    },
    problem: () => {
      const typed = input.value.trim();
      if (typed === "") return optional ? undefined : t("errors.blank");
      const wrong = check?.(typed);
      return wrong && t(wrong);
    },
    parts: (error) => [
      h("label", { for: name }, label),
      hint && h("p", { class: "hint", id: `${name}-hint` }, hint),
      error,
      input,
    ],
  });
}

export function codeField({ name = "confirmation_code", aliases = ["code"] } = {}) {
  return textField({
    name,
    aliases,
    label: t("field.code"),
    hint: t("hint.code"),
    secret: true,
    class: "input-code",
    inputmode: "numeric",
    autocomplete: "one-time-code",
    maxlength: 4,
    check: (text) => (/^\d{4}$/.test(text) ? undefined : "errors.code"),
  });
}

/** A box to tick, with a link to what is agreed to, if there is something to read. */
export function tickField({ name, label, link, optional = false }) {
  const input = h("input", {
    type: "checkbox",
    id: name,
    name,
    required: !optional,
    "aria-describedby": `${name}-error`,
  });
  return field({
    name,
    aliases: [],
    input,
    isSecret: false,
    value: () => input.checked,
    put: (checked) => {
      input.checked = checked;
    },
    problem: () => (optional || input.checked ? undefined : t("errors.tick")),
    parts: (error) => [
      error,
      h(
        "div",
        { class: "tick" },
        input,
        h(
          "label",
          { for: name },
          label,
          optional && h("span", { class: "optional" }, ` (${t("field.optional")})`),
        ),
        link,
      ),
    ],
  });
}

function field({ input, parts, ...rest }) {
  const error = h("p", { class: "error", id: `${rest.name}-error` });
  const element = h("div", { class: "field" }, parts(error));
  // What was said of the text before is not true of this one.
  input.addEventListener("input", () => say(""));
  return { ...rest, element, focus: () => input.focus(), say };

  function say(message) {
    error.textContent = message;
    element.classList.toggle("field-wrong", message !== "");
    if (message === "") input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
  }
}
