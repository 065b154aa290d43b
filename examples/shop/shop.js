// Everything works without this file; it saves a page or a second press.
(() => {
  document.documentElement.classList.add("script");

  // Mokka may send the shopper back here while still inside the popup: then the shop takes the whole window.
  if (window.top !== window.self) {
    window.top.location.assign(window.location.href);
    return;
  }

  document.addEventListener("DOMContentLoaded", () => {
    pressOnce();
    openPopups();
    goOnToWindow();
    focusFirstError();
    lookAgain();
    watch();
  });

  function pressOnce() {
    for (const form of document.querySelectorAll("form[data-once]")) {
      form.addEventListener("submit", (event) => {
        if (form.dataset.sent) event.preventDefault();
        form.dataset.sent = "yes";
        event.submitter?.setAttribute("aria-busy", "true");
      });
    }
    // The browser's back button brings the page back as it was left: pressed.
    window.addEventListener("pageshow", () => {
      for (const form of document.querySelectorAll("form[data-sent]")) {
        delete form.dataset.sent;
        form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
      }
    });
  }

  function openPopups() {
    const link = document.querySelector("a[data-mokka-popup]");
    if (!link) return;

    const leave = () => window.location.assign(link.dataset.after);
    const open = () => {
      const form = window.REVO?.Form;
      if (!form) return false;
      form.onClose?.(leave);
      form.onResult?.(() => leaveWhenApproved(link, leave));
      form.showPopup(link.href);
      return true;
    };

    link.addEventListener("click", (event) => {
      const wantsAnotherTab = event.metaKey || event.ctrlKey || event.shiftKey;
      if (!wantsAnotherTab && open()) event.preventDefault();
    });
    if (window.location.hash !== "#popup") return;
    window.history.replaceState(null, "", window.location.pathname);
    open();
  }

  // The cart's button was the decision to pay; this page is for those who come back, or have no scripts.
  function goOnToWindow() {
    const form = document.querySelector("form[data-post]");
    if (!form || window.location.hash !== "#post") return;
    window.history.replaceState(null, "", window.location.pathname);
    form.requestSubmit(form.querySelector("button"));
  }

  // A refusal stays on the screen, so that it can be read; the shopper closes it.
  async function leaveWhenApproved(link, leave) {
    if (!link.dataset.state) return;
    const answer = await fetch(link.dataset.state).catch(() => undefined);
    if (!answer?.ok) return;
    const { state } = await answer.json();
    if (state === "hold" || state === "finished") leave();
  }

  function focusFirstError() {
    document.querySelector("[aria-invalid]")?.focus();
  }

  // The decision usually follows within seconds; after a minute a press on "Check again" is cheaper.
  function lookAgain() {
    const page = document.querySelector("#order-state[data-state=pending]");
    const here = document.querySelector("#check-again")?.getAttribute("href");
    if (!page || !here) return;
    let asked = 0;
    const timer = setInterval(async () => {
      asked += 1;
      if (asked >= 20) clearInterval(timer);
      const answer = await fetch(here.replace(/\/return$/, "/state")).catch(() => undefined);
      if (!answer?.ok) return;
      const { state } = await answer.json();
      if (state !== "pending") window.location.reload();
    }, 3000);
  }

  // Invoices change when the provider's runs come; nobody's half-written form is lost for that.
  function watch() {
    const page = document.querySelector("[data-watch]");
    if (!page) return;
    const isInUse = () =>
      [...document.querySelectorAll("input")].some((one) => one.value !== one.defaultValue);
    setInterval(async () => {
      if (document.hidden || isInUse()) return;
      const answer = await fetch(page.dataset.watch).catch(() => undefined);
      if (!answer?.ok) return;
      const { state } = await answer.json();
      if (state !== page.dataset.picture && !isInUse()) window.location.reload();
    }, 5000);
  }
})();
