// The screen of a call: leads the hands on, asks before a note that is not filed is left, counts the minutes.
"use strict";
(() => {
  const form = document.querySelector("form[data-call]");
  if (!form) return;
  const note = form.elements.said;
  document.getElementById(form.dataset.next)?.focus();
  let sending = false;
  form.addEventListener("submit", () => { sending = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && note && note.value.trim()) event.preventDefault();
  });
  const clock = document.querySelector("[data-since]");
  if (!clock) return;
  const began = Number(clock.dataset.since) + Date.now() - Number(clock.dataset.now);
  const tick = () => {
    const seconds = Math.max(0, Math.floor((Date.now() - began) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  tick();
  setInterval(tick, 1000);
})();
