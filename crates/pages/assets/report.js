// Has the work of the Report Form done while somebody writes. Without this script the form waits instead.
"use strict";
(() => {
  const form = document.querySelector("form[data-work]");
  if (!form || !window.Worker || !window.crypto?.subtle) return;
  const say = (which) => {
    for (const line of form.querySelectorAll("[data-proof]")) line.hidden = line.dataset.proof !== which;
  };
  let work = null;
  let sending = false;
  // Where no work is to be had, the form goes the way of those without script.
  let slow = false;
  const solve = async () => {
    const answer = await fetch("/report/challenge", { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error("no challenge");
    const challenge = await answer.json();
    const solution = await new Promise((done, failed) => {
      const worker = new Worker(form.dataset.work);
      worker.onmessage = (event) => {
        worker.terminate();
        if (event.data) done(event.data); else failed(new Error("no solution"));
      };
      worker.onerror = failed;
      worker.postMessage(challenge.parameters);
    });
    form.elements.proof.value = btoa(JSON.stringify({ challenge, solution }));
  };
  const begin = () => {
    work ??= solve();
    work.catch(() => { work = null; });
    return work;
  };
  say("wait");
  form.addEventListener("input", begin, { once: true });
  form.addEventListener("submit", (event) => {
    if (slow || form.elements.proof.value) return;
    event.preventDefault();
    // The form is not on its way yet: the script against double posts must let the next one through.
    event.stopImmediatePropagation();
    if (sending) return;
    sending = true;
    say("work");
    begin().then(() => form.requestSubmit()).catch(() => { slow = true; say("again"); }).finally(() => { sending = false; });
  });
})();
