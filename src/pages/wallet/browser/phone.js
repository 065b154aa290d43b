// The phone works without this file: then the slider is a button, and pages are loaded again to see what is new.
(() => {
  const { polls, stamp } = document.querySelector("main").dataset;

  hideMissingLogos();
  keepUpToDate({ polls, stamp });
  for (const form of document.forms) postOnce(form);

  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) window.location.reload();
  });

  for (const button of document.querySelectorAll("[data-swipe]")) slide(button);

  // A finger or a mouse has to draw the thumb to the other end; a key, or what reads the page aloud, presses it.
  function slide(button) {
    const thumb = button.querySelector(".swipe-thumb");
    const way = () => button.clientWidth - thumb.offsetWidth - 2 * thumb.offsetLeft;
    let from;
    let moved = 0;

    function place(by) {
      moved = Math.min(Math.max(by, 0), way());
      thumb.style.transform = moved === 0 ? "" : `translateX(${moved}px)`;
    }

    button.addEventListener("pointerdown", (event) => {
      if (button.disabled || event.button !== 0) return;
      from = event.clientX;
      button.classList.remove("is-free", "is-nudged");
      button.setPointerCapture(event.pointerId);
    });
    button.addEventListener("pointermove", (event) => {
      if (from !== undefined) place(event.clientX - from);
    });
    button.addEventListener("pointercancel", letGo);
    button.addEventListener("pointerup", () => {
      const isThere = from !== undefined && moved >= way() * 0.85;
      if (!isThere) {
        letGo();
        return;
      }
      from = undefined;
      place(way());
      button.form.requestSubmit(button);
    });

    function letGo() {
      const wasPressed = from !== undefined && moved < 4;
      from = undefined;
      button.classList.add(wasPressed ? "is-nudged" : "is-free");
      place(0);
    }

    button.addEventListener("animationend", () => button.classList.remove("is-nudged"));
    button.addEventListener("click", (event) => {
      if (event.detail > 0) event.preventDefault();
    });
  }

  const frame = document.querySelector("[data-challenge]");
  const text = document.querySelector("[data-challenge-text]");
  window.addEventListener("message", ({ data, origin }) => {
    if (data !== "done3ds" || origin !== window.location.origin || !text) return;
    frame?.remove();
    text.textContent = text.dataset.waiting;
  });
})();
