// Tells the page that opened this one, or frames it, what came of 3-D Secure.
const { message, target } = document.currentScript.dataset;
const shop = window.opener ?? (window.parent === window ? null : window.parent);
shop?.postMessage(message, target);
if (window.opener) window.close();
