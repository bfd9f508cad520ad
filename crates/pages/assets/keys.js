// The console by keyboard. Nobody needs this script: each key does what a link, button or field of the page
// does. j and k go through the rows; every other key stands on its element as data-key. A switch turns them off,
// for those whose voice or device types letters.
"use strict";
const box = document.querySelector("[data-keys]");
const turn = document.querySelector("#keys-on");
const kept = "amanah-keys";
const load = () => {
  try {
    return localStorage.getItem(kept) !== "off";
  } catch {
    return true;
  }
};
let on = load();
if (turn) {
  turn.checked = on;
  turn.closest("[hidden]")?.removeAttribute("hidden");
  turn.addEventListener("change", () => {
    on = turn.checked;
    try {
      localStorage.setItem(kept, on ? "on" : "off");
    } catch {
      // Then it holds for this page alone.
    }
  });
}
const typing = (at) => at.matches("select, textarea, input:not([type=checkbox], [type=radio])");
const rows = () => [...document.querySelectorAll("[data-row]")];
const row = () => document.activeElement?.closest("tr")?.querySelector("[data-row]");
const go = (step) => {
  const all = rows();
  const at = all.indexOf(row());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
};
const tick = (one) => one?.closest("tr")?.querySelector("input[type=checkbox]");
const act = (key) => {
  const to = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!to) return false;
  // What is done to a row is done to the one that is in focus, and to no other.
  if (to.dataset.of === "row") {
    const box = tick(row());
    if (!box) return false;
    for (const one of rows()) tick(one).checked = false;
    box.checked = true;
  }
  const folded = to.closest("details:not([open])");
  if (folded && to.tagName !== "SUMMARY") folded.open = true;
  if (to.matches("a, button, summary")) to.click();
  else (document.getElementById(to.dataset.to) ?? to).focus();
  return true;
};
document.addEventListener("keydown", (event) => {
  if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (typing(at)) {
    if (event.key === "Escape") at.blur();
    return;
  }
  let done = true;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "o" && row()) row().click();
  else if (event.key === "x" && tick(row())) tick(row()).click();
  else if (event.key === "n" && document.querySelector(".paging [rel=next]")) {
    document.querySelector(".paging [rel=next]").click();
  } else if (event.key === "?" && box) {
    box.open = !box.open;
    box.querySelector("summary").focus();
  } else done = event.key.length === 1 && act(event.key);
  if (done) event.preventDefault();
});
