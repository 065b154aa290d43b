// Joined to the scripts of pages whose forms are not to be posted twice. `onPost` comes before the browser gathers the
// fields, `onReturn` when the back button has brought the shopper back to the page as it was left.
// biome-ignore lint/correctness/noUnusedVariables: the scripts that it is joined to call it
function postOnce(form, { onPost = () => {}, onReturn = () => {} } = {}) {
  let posted = false;
  form.addEventListener("submit", (event) => {
    if (posted) {
      event.preventDefault();
      return;
    }
    posted = true;
    onPost();
    // Later, because a disabled button would not be sent along.
    setTimeout(() => setBusy(true), 0);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    posted = false;
    onReturn();
    setBusy(false);
  });

  function setBusy(busy) {
    form.setAttribute("aria-busy", String(busy));
    for (const button of form.querySelectorAll("button")) button.disabled = busy;
  }
}
