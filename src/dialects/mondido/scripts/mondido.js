// Pays by card from a shop's own form: what the shop's server must not see is encrypted for the payment server here.
// Served with `settings` in front: endpoint, merchantId, and the merchant's public key (modulus and exponent, hex).

const marks = ["data-encrypted-attribute", "data-encrypt-attribute"];
const underWay = new WeakSet();

const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function power(base, exponent, modulus) {
  let result = 1n;
  for (let left = exponent, square = base % modulus; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** So many random bytes, none of them zero. */
function padding(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  while (bytes.includes(0)) crypto.getRandomValues(bytes.subarray(bytes.indexOf(0), bytes.indexOf(0) + 1));
  return bytes;
}

/** The text's UTF-8 in base64, encrypted with RSA PKCS#1 v1.5, in base64. */
function encrypt(text) {
  const utf8 = new TextEncoder().encode(text);
  const message = new TextEncoder().encode(btoa(String.fromCharCode(...utf8)));
  const size = settings.modulus.length / 2;
  if (message.length > size - 11) throw new RangeError("this is too long to be encrypted");
  const block = `0002${toHex(padding(size - 3 - message.length))}00${toHex(message)}`;
  const modulus = BigInt(`0x${settings.modulus}`);
  const cipher = power(BigInt(`0x${block}`), BigInt(`0x${settings.exponent}`), modulus);
  const digits = cipher.toString(16).padStart(size * 2, "0");
  return btoa(digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
}

const markOf = (field) => marks.map((mark) => field.getAttribute(mark)).find(Boolean);

/** All that the form says, with the marked fields encrypted. */
function paramsOf(form) {
  const fields = Array.from(form.elements).filter((field) => markOf(field) && field.value !== "");
  const marked = new Set(
    Array.from(form.elements)
      .filter(markOf)
      .map((field) => field.name || null),
  );
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !marked.has(name)) params.append(name, value);
  }
  if (!params.has("merchant_id")) params.set("merchant_id", settings.merchantId);
  const own = params.get("encrypted");
  for (const field of fields) params.set(markOf(field), encrypt(field.value));
  const names = [...(own ? own.split(",") : []), ...fields.map(markOf)];
  if (names.length > 0) params.set("encrypted", names.join(","));
  return params;
}

/** jQuery's events where there is jQuery, the browser's otherwise. */
function tell(form, name, data) {
  if (window.jQuery) window.jQuery(form).trigger(name, data === undefined ? [] : [data]);
  else form.dispatchEvent(new CustomEvent(name, { detail: data, bubbles: true }));
}

const unexpected = (description) => ({ name: "errors.unexpected", code: 133, description });

async function post(params) {
  const response = await fetch(`${settings.endpoint}/v1/transactions`, { method: "POST", body: params });
  const data = await response.json();
  if (!response.ok) throw data;
  return data;
}

/** 3-D Secure in a window of its own, or in a frame where none opens. */
function authenticate(params) {
  const popup = window.open("", "mpiwindow", "width=480,height=640");
  const frame = popup ? null : document.body.appendChild(document.createElement("iframe"));
  if (frame) Object.assign(frame, { name: "mpiwindow", id: "mpi-iframe" });
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: `${settings.endpoint}/v1/mpi_js`, target: "mpiwindow" });
  for (const [name, value] of params) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
  form.remove();
  return new Promise((resolve, reject) => {
    let watch;
    const finish = () => {
      window.removeEventListener("message", listen);
      clearInterval(watch);
      popup?.close();
      frame?.remove();
    };
    const listen = ({ origin, data }) => {
      if (origin !== new URL(settings.endpoint).origin || typeof data !== "string") return;
      const told = JSON.parse(data);
      if (told.event !== "mpi") return;
      finish();
      if (told.success) resolve(told);
      else
        reject(
          told.error ?? {
            name: "errors.mpi.not_approved",
            code: 169,
            description: "3D-Secure was not approved",
          },
        );
    };
    window.addEventListener("message", listen);
    watch = setInterval(() => {
      if (!popup?.closed) return;
      // What was told on closing is heard first.
      setTimeout(() => {
        finish();
        reject({ name: "errors.mpi.not_approved", code: 169, description: "The window was closed" });
      }, 200);
    }, 500);
  });
}

/** Pays with what stands in the form; answers the transaction, or rejects with the error, and says so by events. */
async function pay(form, { mpi = false } = {}) {
  if (underWay.has(form)) throw unexpected("This payment is under way");
  underWay.add(form);
  try {
    tell(form, "payment:before");
    const params = paramsOf(form);
    if (mpi) {
      const { mpi_ref: ref, eci, provider_ref } = await authenticate(params);
      for (const [name, value] of Object.entries({ ref, eci, provider_ref })) params.set(name, value);
    }
    const transaction = await post(params);
    tell(form, "payment:success", transaction);
    return transaction;
  } catch (error) {
    const data = error instanceof Error ? unexpected(error.message) : error;
    tell(form, "payment:fail", data);
    throw data;
  } finally {
    underWay.delete(form);
  }
}

/** Puts what is encrypted into the form, to be submitted to wherever it leads. */
function seal(form) {
  for (const old of form.querySelectorAll("[data-mondido-sealed]")) old.remove();
  for (const field of form.elements) if (markOf(field)) field.removeAttribute("name");
  const open = new Set(new FormData(form).keys());
  for (const [name, value] of paramsOf(form)) {
    if (open.has(name) && name !== "encrypted") continue;
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    input.setAttribute("data-mondido-sealed", "");
    form.append(input);
  }
}

window.Mondido = { ...window.Mondido, pay, encrypt, seal };

if (window.jQuery) {
  window.jQuery.fn.mondido = function mondido({ type = "ajax", mpi = false } = {}) {
    return this.each((_index, form) => {
      window.jQuery(form).on("submit", (event) => {
        if (type !== "ajax") return seal(form);
        event.preventDefault();
        pay(form, { mpi }).catch(() => undefined);
      });
    });
  };
}
