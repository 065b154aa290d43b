// The browser's back button, and a shop that opens the form again, lead to addresses with an earlier session, or
// none. A tab that knows a later one goes there at once: the page that waits here is never shown.
(() => {
  const url = new URL(window.location.href);
  try {
    const known = window.sessionStorage.getItem(url.pathname);
    if (!known || known === url.searchParams.get("session")) return;
    url.searchParams.set("session", known);
    document.documentElement.hidden = true;
    window.location.replace(url);
  } catch {
    // Some browsers give a frame nothing to remember with: then the code is asked for again.
  }
})();
