/** An element with attributes and children. `on` holds listeners; an attribute that is undefined or false is left
 *  out, and so is such a child. Text is put in as text, never as HTML. */
export function h(name, { on = {}, ...attributes } = {}, ...children) {
  return fill(document.createElement(name), on, attributes, children);
}

/** The same for a drawing. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), {}, attributes, children);
}

function fill(element, on, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children.flat().filter((child) => child !== undefined && child !== false));
  return element;
}

/** Tells what happens to whoever cannot see it. */
export function announce(text) {
  document.querySelector("#live").textContent = text;
}
