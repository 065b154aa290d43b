// Every payment window loads this file, also those written by merchants: it tells a page that frames the window
// how tall it is. Our own window works without it; with it, card numbers are easier to read, addresses
// are found by personal number, and a payment is not posted twice.
(() => {
  const form = document.querySelector("[data-window-form]");
  if (form) assist(form);
  document.querySelector("[data-hand-over]")?.submit();
  if (window.parent !== window) tellHeight();

  function assist(form) {
    const ways = [...form.querySelectorAll("input[name=pay_with]")];
    const number = form.querySelector("[data-card-number]");

    postOnce(form, { onPost: () => setDisabled(true), onReturn: () => setDisabled(false) });

    function setDisabled(disabled) {
      for (const field of unchosenFields()) field.disabled = disabled;
    }

    function unchosenFields() {
      return ways
        .filter((way) => way.type === "radio" && !way.checked)
        .flatMap((way) => [...way.parentElement.querySelectorAll("[data-way-body] :is(input, select)")]);
    }

    const ssn = form.querySelector("[name=ssn]");
    ssn?.addEventListener("change", () => fillInAddress(form, ssn.value.trim()));

    if (!number) return;
    const expiry = form.querySelector("[data-card-expiry]");
    const parts = [...form.querySelectorAll("[data-expiry]")];
    const joinExpiry = () => {
      expiry.value = parts.map((part) => part.value.trim().padStart(2, "0").slice(-2)).join("");
      if (parts.some((part) => part.value.trim() === "")) expiry.value = "";
    };
    for (const part of parts) part.addEventListener("input", joinExpiry);
    number.addEventListener("input", showNumber);
    joinExpiry();
    showNumber();

    function showNumber() {
      const brand = brandOf(number.value.replaceAll(/\D/g, ""));
      form.querySelector("[data-card-type]").value = brand?.type ?? "";
      form.querySelector("[data-card-brand]").textContent = brand?.name ?? "";
      const atEnd = number.selectionStart === number.value.length;
      // While the shopper mends a digit in the middle, nothing moves.
      if (atEnd) number.value = grouped(number.value, brand);
    }
  }

  // What the shopper has written stays; what was found for another number does not.
  async function fillInAddress({ elements }, ssn) {
    if (ssn === "" || typeof Mondido === "undefined") return;
    const { token, transaction, merchant } = Mondido;
    const body = new URLSearchParams({
      token,
      transaction_id: transaction.id,
      merchant_id: merchant.id,
      ssn,
      country: elements.country_code.value,
    });
    const person = await fetch("/v1/ssn", { method: "POST", body })
      .then((answer) => (answer.ok ? answer.json() : undefined))
      .catch(() => undefined);
    if (!person) return;
    for (const name of ["first_name", "last_name", "address_1", "address_2", "zip", "city"]) {
      const field = elements[name];
      if (field.value !== "" && field.value !== field.dataset.found) continue;
      field.value = person[name] ?? "";
      field.dataset.found = field.value;
    }
  }

  function grouped(value, brand) {
    const digits = value.replaceAll(/\D/g, "").slice(0, 19);
    if (brand?.type !== "amex") return (digits.match(/.{1,4}/g) ?? []).join(" ");
    return [digits.slice(0, 4), digits.slice(4, 10), digits.slice(10, 15)].filter(Boolean).join(" ");
  }

  function brandOf(digits) {
    const brands = [
      ["visa", "Visa", /^4/],
      ["mastercard", "Mastercard", /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/],
      ["amex", "Amex", /^3[47]/],
      ["diners", "Diners", /^3(0[0-5]|[689])/],
      ["discover", "Discover", /^(6011|64[4-9]|65)/],
      ["jcb", "JCB", /^35(2[89]|[3-8])/],
      ["maestro", "Maestro", /^(5018|5020|5038|6304|6759|676[1-3])/],
    ];
    const [type, name] = brands.find(([, , start]) => start.test(digits)) ?? [];
    return type && { type, name };
  }

  // Two ways of telling a frame's height are in use among shops: a message of its own, and that of the
  // iframe-resizer library, which introduces itself first and then wants its own form of words.
  function tellHeight() {
    const prefix = "[iFrameSizer]";
    let frameId;

    const height = () => Math.ceil(document.documentElement.getBoundingClientRect().height);
    const tellResizer = (event) => {
      if (frameId === undefined) return;
      const width = document.documentElement.scrollWidth;
      window.parent.postMessage(`${prefix}${frameId}:${height()}:${width}:${event}`, "*");
    };

    window.addEventListener("message", ({ source, data }) => {
      if (source !== window.parent || typeof data !== "string" || !data.startsWith(prefix)) return;
      const [first, , flag] = data.slice(prefix.length).split(":");
      if (flag === "true" || flag === "false") {
        frameId = first;
        tellResizer("init");
      } else if (first === "resize" || first === "reset") tellResizer(first);
    });

    new ResizeObserver(() => {
      // Any shop may frame the window; its height is nothing private.
      window.parent.postMessage({ msg: "resize", height: `${height()}px` }, "*");
      tellResizer("size");
    }).observe(document.documentElement);
    window.parent.postMessage("[iFrameResizerChild]Ready", "*");
  }
})();
