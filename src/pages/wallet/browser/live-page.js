// Joined to the scripts of the landing page and the phone.

// biome-ignore lint/correctness/noUnusedVariables: the scripts that it is joined to call it
function hideMissingLogos() {
  for (const logo of document.querySelectorAll("[data-logo]")) {
    if (logo.complete && logo.naturalWidth === 0) logo.remove();
    else logo.addEventListener("error", () => logo.remove());
  }
}

// Counts the time down, and asks by itself how things stand: the page is loaded again once there is something new.
// What somebody is typing is not taken from them before.
// biome-ignore lint/correctness/noUnusedVariables: the scripts that it is joined to call it
function keepUpToDate({ polls, stamp }) {
  const everyMs = 1000;
  const timer = document.querySelector("[data-seconds]");
  let endsAt = 0;

  if (timer) {
    showTime(Number(timer.dataset.seconds));
    setInterval(tick, 250);
  }
  if (polls) setTimeout(ask, everyMs);

  function showTime(secondsLeft) {
    endsAt = performance.now() + secondsLeft * 1000;
    tick();
  }

  function tick() {
    const left = Math.max(0, Math.round((endsAt - performance.now()) / 1000));
    timer.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }

  async function ask() {
    const news = await fetch(polls, { headers: { accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : undefined))
      .catch(() => undefined);
    if (news && news.stamp !== stamp) {
      window.location.replace(polls);
      return;
    }
    if (news && timer) showTime(news.secondsLeft);
    setTimeout(ask, everyMs);
  }
}
