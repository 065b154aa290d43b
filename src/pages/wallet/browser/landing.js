// The page works without this file. It asks by itself how the payment stands, counts the time down, and tells a page
// that embeds it how it ended.
(() => {
  const main = document.querySelector("main");
  const timer = document.querySelector("[data-seconds]");
  const framed = window.parent !== window;
  const everyMs = 1000;

  for (const logo of document.querySelectorAll("[data-logo]")) {
    if (logo.complete && logo.naturalWidth === 0) logo.remove();
    else logo.addEventListener("error", () => logo.remove());
  }

  let endsAt = 0;
  function showTime(secondsLeft) {
    endsAt = performance.now() + secondsLeft * 1000;
    tick();
  }
  function tick() {
    const left = Math.max(0, Math.round((endsAt - performance.now()) / 1000));
    timer.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }
  if (timer) {
    showTime(Number(timer.dataset.seconds));
    setInterval(tick, 250);
  }

  const { polls, stamp, ends } = main.dataset;
  if (polls) setTimeout(ask, everyMs);

  async function ask() {
    const news = await fetch(polls, { headers: { accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : undefined))
      .catch(() => undefined);
    // What somebody is typing is not taken from them while the payment is as it was.
    if (news && news.stamp !== stamp) {
      window.location.replace(polls);
      return;
    }
    if (news) showTime(news.secondsLeft);
    setTimeout(ask, everyMs);
  }

  // A page that comes back out of the browser's memory shows what was.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && polls) window.location.replace(polls);
  });

  for (const form of document.forms) {
    let posted = false;
    form.addEventListener("submit", (event) => {
      if (posted) event.preventDefault();
      posted = true;
    });
  }

  if (!ends || !framed) return;
  // Any shop may embed the page; the message carries nothing private.
  window.parent.postMessage(ends, "*");
  // A shop that does not take the page away has had the time to: the link leaves the frame by itself.
  const wayBack = document.querySelector("[data-leaves]");
  if (wayBack) setTimeout(() => wayBack.click(), 3000);
})();
