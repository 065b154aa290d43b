// The form works without this file. It saves a shopper from posting twice, counts down to the next code, and
// tells a page that shows the form in a frame how large it is and what came of it.
(() => {
  const framed = window.parent !== window;
  const page = document.querySelector("[data-page]");
  const main = document.querySelector("main");
  const wayBack = document.querySelector("[data-leaves] #revo-result-link");
  let heard = false;

  function tell(message) {
    // Any shop may frame the form, so the message goes to whoever does; it carries nothing private.
    if (framed) window.parent.postMessage(JSON.stringify(message), "*");
  }

  function tellSize() {
    const height = Math.ceil(page.getBoundingClientRect().height);
    tell({ data: { width: document.documentElement.scrollWidth, height } });
  }

  for (const form of document.forms) postOnce(form);

  const seconds = document.querySelector("[data-resend-seconds]");
  if (seconds) {
    const wait = document.querySelector("[data-resend-wait]");
    const resend = document.querySelector("[data-resend]");
    const readyAt = Date.now() + Number(seconds.textContent) * 1000;
    resend.disabled = true;
    const timer = setInterval(() => {
      const left = Math.ceil((readyAt - Date.now()) / 1000);
      seconds.textContent = String(Math.max(left, 0));
      if (left > 0) return;
      clearInterval(timer);
      resend.disabled = false;
      wait.hidden = true;
    }, 250);
  }

  rememberSession();

  // What recall-session.js looks for.
  function rememberSession() {
    const { pathname, searchParams } = new URL(window.location.href);
    const session = searchParams.get("session");
    if (!session || "asksForSession" in main.dataset) return;
    try {
      window.sessionStorage.setItem(pathname, session);
    } catch {
      // Some browsers give a frame nothing to remember with: then the code is asked for again.
    }
  }

  if (!framed) return;

  // A shopper who works in the frame is led on in it; the page around it keeps the focus it has.
  if (document.hasFocus()) document.querySelector("[data-focus]")?.focus();

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.data?.type !== "hello") return;
    heard = true;
    tellSize();
    if (wayBack) tell({ type: "leave", url: wayBack.href });
  });
  new ResizeObserver(tellSize).observe(page);

  for (const close of document.querySelectorAll("[data-close]")) {
    close.addEventListener("click", (event) => {
      // A page that has not said hello would not hear us: there the link simply leads back to the shop.
      if (!heard) return;
      event.preventDefault();
      tell({ type: "close" });
    });
  }

  // A popup closes on Escape, but the page around the frame does not hear the key.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && heard) tell({ type: "escape" });
  });

  const { decision } = main.dataset;
  if (decision) tell({ type: "result", decision });
  // A page that does not take the shopper back has had the time to: the link leaves the frame by itself.
  if (wayBack) setTimeout(() => wayBack.click(), 1500);
})();
