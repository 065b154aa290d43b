// biome-ignore-all lint: shops load this as it is, also in browsers that know ECMAScript 5 only.
// Shows the credit form inside a shop's page. One form at a time.
(function (window, document) {
  "use strict";

  var FRAME_ID = "revo-form-iframe";
  var OVERLAY_ID = "simple-limit-overlay";
  var PHONE_WIDTH = 600;
  var FIRST_HEIGHT = 480;
  var WORDS = {
    en: { title: "Payment form", close: "Close" },
    pl: { title: "Formularz płatności", close: "Zamknij" },
    ro: { title: "Formular de plată", close: "Închide" },
  };

  // One listener each, the latest: shops register theirs again whenever they open the form.
  var listeners = {};
  var shown = null;

  function show(url, selector) {
    var place = document.querySelector(selector || ".revo-form");
    if (!place) throw new Error("REVO.Form.show: no element matches " + (selector || ".revo-form"));
    discard();
    var frame = createFrame(url);
    shown = { frame: frame, remove: remove(frame) };
    place.appendChild(frame);
  }

  function showPopup(url) {
    discard();
    var frame = createFrame(url);
    var popup = createPopup(frame);
    var focused = document.activeElement;
    var overflow = document.documentElement.style.overflow;
    var removeOverlay = remove(popup.overlay);

    shown = {
      frame: frame,
      fit: popup.fit,
      remove: function () {
        window.removeEventListener("resize", popup.fit);
        document.removeEventListener("keydown", closeOnEscape);
        document.documentElement.style.overflow = overflow;
        removeOverlay();
        if (focused && focused.focus) focused.focus();
      },
    };
    document.documentElement.style.overflow = "hidden";
    document.body.appendChild(popup.overlay);
    window.addEventListener("resize", popup.fit);
    document.addEventListener("keydown", closeOnEscape);
    popup.fit();
    popup.close.focus();
  }

  function hide() {
    if (discard()) emit("close");
  }

  // Silent, because a form that another one replaces was not closed by the shopper.
  function discard() {
    var gone = shown;
    shown = null;
    if (gone) gone.remove();
    return gone;
  }

  function createFrame(url) {
    var frame = document.createElement("iframe");
    frame.id = FRAME_ID;
    frame.title = words().title;
    frame.src = url;
    // The form fits any width, so the page around it decides the width and only the height follows.
    style(frame, { display: "block", width: "100%", height: FIRST_HEIGHT + "px", border: "0" });
    frame.addEventListener("load", function () {
      if (!shown || shown.frame !== frame) return;
      frame.contentWindow.postMessage({ type: "hello" }, "*");
      if (shown.loaded) return;
      shown.loaded = true;
      emit("load");
    });
    return frame;
  }

  function createPopup(frame) {
    var overlay = document.createElement("div");
    var dialog = document.createElement("div");
    var close = createCloseButton();
    overlay.id = OVERLAY_ID;
    dialog.setAttribute("role", "dialog");
    dialog.setAttribute("aria-modal", "true");
    dialog.setAttribute("aria-label", words().title);

    // Whoever tabs out of the dialog comes back in at its other end.
    overlay.appendChild(createGuard(frame));
    dialog.appendChild(close);
    dialog.appendChild(frame);
    overlay.appendChild(dialog);
    overlay.appendChild(createGuard(close));
    overlay.addEventListener("click", function (event) {
      if (event.target === overlay) hide();
    });
    close.addEventListener("click", hide);

    function fit() {
      arrange(overlay, dialog, frame, window.innerWidth < PHONE_WIDTH);
    }
    return { overlay: overlay, close: close, fit: fit };
  }

  function createCloseButton() {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = "\u00d7";
    button.setAttribute("aria-label", words().close);
    style(button, {
      display: "block",
      flex: "none",
      width: "44px",
      height: "44px",
      margin: "0 0 0 auto",
      padding: "0",
      border: "0",
      background: "none",
      color: colors().ink,
      font: "28px/44px sans-serif",
      cursor: "pointer",
      outlineOffset: "-4px",
    });
    return button;
  }

  function createGuard(target) {
    var guard = document.createElement("div");
    guard.tabIndex = 0;
    guard.setAttribute("aria-hidden", "true");
    guard.addEventListener("focus", function () {
      target.focus();
    });
    return guard;
  }

  function arrange(overlay, dialog, frame, phone) {
    style(overlay, {
      position: "fixed",
      top: "0",
      right: "0",
      bottom: "0",
      left: "0",
      zIndex: "2147483647",
      display: "flex",
      alignItems: phone ? "stretch" : "center",
      justifyContent: "center",
      padding: phone ? "0" : "24px",
      boxSizing: "border-box",
      background: "rgba(15, 18, 17, 0.6)",
    });
    style(dialog, {
      display: "flex",
      flexDirection: "column",
      width: "100%",
      maxWidth: phone ? "none" : "560px",
      maxHeight: "100%",
      overflow: "hidden",
      borderRadius: phone ? "0" : "14px",
      background: colors().paper,
    });
    style(frame, { flex: phone ? "1 1 auto" : "0 1 auto", minHeight: "0" });
  }

  function closeOnEscape(event) {
    if (event.key === "Escape" || event.key === "Esc") hide();
  }

  function listen(event) {
    if (!shown) return;
    var fromFrame = event.source === shown.frame.contentWindow;
    if (!fromFrame && event.source !== window) return;

    var message = read(event.data);
    // The page itself may close the form, as a page of the shop does that the form has led back to.
    if (message.type === "close") return hide();
    if (!fromFrame) return;
    if (message.type === "escape" && shown.fit) return hide();
    if (message.data) resize(shown, message.data.height);
    if (message.type === "result") emit("result", message);
    if (message.type === "leave" && isOf(event.origin, shown.frame)) leave(message.url);
  }

  // The frame may meanwhile show another site, which must not take the window away.
  function isOf(origin, frame) {
    return frame.src.indexOf(origin + "/") === 0;
  }

  // The form is done, and the shop has asked for no result page: the whole window goes on, not the frame.
  function leave(url) {
    if (/^https?:\/\//i.test(url)) window.location.assign(url);
  }

  function read(data) {
    try {
      return (typeof data === "string" ? JSON.parse(data) : data) || {};
    } catch (_error) {
      return {};
    }
  }

  function resize(form, height) {
    if (!(Number(height) > 0)) return;
    form.frame.style.height = Math.ceil(Number(height)) + "px";
    if (form.fit) form.fit();
  }

  function emit(name, message) {
    if (listeners[name]) listeners[name](message);
  }

  function on(name) {
    return function (listener) {
      listeners[name] = listener;
    };
  }

  function remove(element) {
    return function () {
      if (element.parentNode) element.parentNode.removeChild(element);
    };
  }

  // Property by property, because a shop's Content-Security-Policy may forbid style attributes.
  function style(element, rules) {
    for (var name in rules) element.style[name] = rules[name];
  }

  function colors() {
    var dark = window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)").matches;
    return dark ? { ink: "#edf0ee", paper: "#121514" } : { ink: "#1b1f1d", paper: "#f4f3ee" };
  }

  function words() {
    return WORDS[(document.documentElement.lang || "").slice(0, 2).toLowerCase()] || WORDS.en;
  }

  window.addEventListener("message", listen);
  window.REVO = window.REVO || {};
  window.REVO.Form = {
    show: show,
    showPopup: showPopup,
    hide: hide,
    onClose: on("close"),
    onLoad: on("load"),
    onResult: on("result"),
  };
})(window, document);
