let carried;

/** Goes to a screen; `problems` are shown there, at their fields. */
export function go(name, problems) {
  carried = problems && { name, problems };
  if (window.location.hash === `#${name}`) refresh();
  else window.location.hash = name;
}

/** Shows the screen anew. */
export function refresh() {
  window.dispatchEvent(new Event("till"));
}

/** The problems that were sent along to this screen; once. */
export function takeProblems(name) {
  if (carried?.name !== name) return [];
  const { problems } = carried;
  carried = undefined;
  return problems;
}
