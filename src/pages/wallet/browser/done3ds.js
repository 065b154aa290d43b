// The bank has seen the user: whoever opened its page, in a frame or a window, is told, and closes it.
(() => {
  const opener = window.opener ?? (window.parent === window ? undefined : window.parent);
  // Nobody else is to hear it, and there is nothing private in it.
  opener?.postMessage("done3ds", window.location.origin);
  if (window.opener) window.close();
})();
