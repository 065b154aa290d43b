// The page works without this file. It asks by itself how the payment stands, counts the time down, and tells a page
// that embeds it how it ended.
(() => {
  const { polls, stamp, ends } = document.querySelector("main").dataset;
  const framed = window.parent !== window;

  hideMissingLogos();
  keepUpToDate({ polls, stamp });
  for (const form of document.forms) postOnce(form);

  // A page that comes back out of the browser's memory shows what was.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && polls) window.location.replace(polls);
  });

  if (!ends || !framed) return;
  // Any shop may embed the page; the message carries nothing private.
  window.parent.postMessage(ends, "*");
  // A shop that does not take the page away has had the time to: the link leaves the frame by itself.
  const wayBack = document.querySelector("[data-leaves]");
  if (wayBack) setTimeout(() => wayBack.click(), 3000);
})();
