// What the till knows is kept as long as its tab is open, so that a reload continues where it was. What customers
// tell of themselves is in `drafts` and not kept.
const key = "kassa-till";

/** `login`, `token`, `agent` and `storeId`; `sale` and `giveBack`, as far as they have come. */
export const memory = read();

export function keep(changes) {
  Object.assign(memory, changes);
  write();
}

export function forget() {
  for (const name of Object.keys(memory)) delete memory[name];
  drafts.clear();
  write();
}

/** What was typed into a form, by the form's name. */
export const drafts = new Map();

export function store() {
  return memory.agent?.stores.find(({ id }) => id === memory.storeId);
}

function read() {
  try {
    return JSON.parse(window.sessionStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}

function write() {
  try {
    window.sessionStorage.setItem(key, JSON.stringify(memory));
  } catch {
    // A browser that gives nothing to remember with: then a reload begins anew.
  }
}
