// Live chat without loading the page anew. Without it the same page works by its forms and a link.
// Nothing that is said is kept here: what is typed stays in the memory of this page alone.
"use strict";
(() => {
  const START_MS = 1000, LONGEST_MS = 30000, TRIES_QUIET = 2;
  const drafts = new Map();
  let root, source, timer, last, wait, tries, queue = [], busy = false, over = false;

  const find = (id) => root && root.querySelector("#" + id);

  function trouble(text) {
    const place = find("trouble");
    if (!place) return;
    place.textContent = text || "";
    place.hidden = !text;
  }

  // A line comes in once, whichever way it came, and stands where its number says.
  function put(html) {
    const log = find("talk");
    if (!log) return;
    const box = document.createElement("template");
    box.innerHTML = html;
    const line = box.content.firstElementChild;
    const number = Number(line.dataset.n);
    const list = log.firstElementChild, lines = [...list.children];
    if (lines.some((other) => Number(other.dataset.n) === number)) return;
    const low = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    list.insertBefore(line, lines.find((other) => Number(other.dataset.n) > number) || null);
    if (low || line.classList.contains("mine")) log.scrollTop = log.scrollHeight;
  }

  // The house answers and the chat is not there: signed out, or its time is over. The page says so itself.
  async function gone() {
    try {
      const answer = await fetch(location.pathname + location.search, { method: "HEAD", redirect: "manual" });
      if (answer.status === 404 || answer.type === "opaqueredirect") { over = true; location.reload(); }
    } catch { /* the network: it is tried again anyway */ }
  }

  function listen() {
    clearTimeout(timer);
    if (source) source.close();
    if (over || !root) return;
    const glue = root.dataset.events.includes("?") ? "&" : "?";
    source = new EventSource(root.dataset.events + glue + "after=" + last);
    source.onopen = () => { wait = START_MS; tries = 0; trouble(""); };
    source.onerror = () => {
      source.close();
      tries += 1;
      const place = find("trouble");
      if (place && tries > TRIES_QUIET) { trouble(place.dataset.lost); gone(); }
      timer = setTimeout(listen, wait * (0.5 + Math.random()));
      wait = Math.min(wait * 2, LONGEST_MS);
    };
    source.addEventListener("line", (event) => { put(event.data); });
    source.addEventListener("at", (event) => { last = Math.max(last, Number(event.data)); });
    source.addEventListener("standing", (event) => { find("standing").innerHTML = event.data; });
    source.addEventListener("lists", (event) => lists(event.data));
    source.addEventListener("over", (event) => {
      over = !root.dataset.desk;
      if (event.data) find("standing").innerHTML = event.data;
      const form = find("say");
      if (form) form.remove();
      if (over) source.close();
    });
    // The session is over: the page says what to do.
    source.addEventListener("gone", () => { over = true; source.close(); location.reload(); });
  }

  function lists(html) {
    const place = find("lists");
    if (!place || place.innerHTML === html) return;
    const held = place.contains(document.activeElement) ? document.activeElement : null;
    const path = held && (held.getAttribute("href") || (held.form && held.form.getAttribute("action")));
    place.innerHTML = html;
    if (!path) return;
    const again = [...place.querySelectorAll("a, button")].find((one) =>
      (one.getAttribute("href") || (one.form && one.form.getAttribute("action"))) === path);
    if (again) again.focus();
  }

  // One line after the other, each under an id of its own that is said again when it has to be sent again.
  async function send() {
    if (busy) return;
    busy = true;
    let pause = START_MS;
    while (queue.length) {
      const { action, body, text } = queue[0];
      const sending = find("sending");
      if (sending) { sending.hidden = false; sending.querySelector("q").textContent = text; }
      let answer = null;
      try {
        answer = await fetch(action, { method: "POST", body, redirect: "error" });
      } catch { /* the network; tried again below */ }
      if (!answer || answer.status >= 500 || answer.status === 429) {
        const place = find("trouble");
        if (place) trouble(place.dataset.lost);
        await new Promise((go) => setTimeout(go, pause * (0.5 + Math.random())));
        pause = Math.min(pause * 2, LONGEST_MS);
        continue;
      }
      queue.shift();
      pause = START_MS;
      if (answer.ok) {
        trouble("");
      } else {
        const place = find("trouble"), field = find("say") && find("say").elements.text;
        const said = answer.headers.get("content-type") || "";
        if (place) {
          trouble(answer.status === 413 ? place.dataset.long
            : said.startsWith("text/plain") ? await answer.text() : place.dataset.refused);
        }
        // What could not be taken is not lost.
        if (field && !field.value) field.value = text;
      }
      const still = find("sending");
      if (still) still.hidden = queue.length === 0;
    }
    busy = false;
  }

  function say(event) {
    event.preventDefault();
    const form = event.target, field = form.elements.text, text = field.value.trim();
    if (!text) { field.focus(); return; }
    const body = new URLSearchParams(new FormData(form, event.submitter));
    body.set("line", crypto.randomUUID());
    body.set("script", "1");
    queue.push({ action: form.action, body, text });
    field.value = "";
    field.focus();
    send();
  }

  function begin() {
    root = document.getElementById("chat");
    if (!root) return;
    last = Number(root.dataset.last);
    wait = START_MS;
    tries = 0;
    over = false;
    const form = find("say"), log = find("talk");
    if (log) log.scrollTop = log.scrollHeight;
    if (form && form.tagName === "FORM") {
      const field = form.elements.text;
      form.addEventListener("submit", say);
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          form.requestSubmit(form.querySelector(".primary"));
        }
      });
      for (const ready of form.querySelectorAll("[data-text]")) {
        ready.addEventListener("click", () => {
          field.setRangeText(ready.dataset.text, field.selectionStart, field.selectionEnd, "end");
          field.focus();
        });
      }
    }
    listen();
  }

  // The desk goes from one chat to the next without losing what is half typed.
  async function go(address, options) {
    const form = find("say");
    if (form && form.elements && form.elements.text) drafts.set(form.action, form.elements.text.value);
    let answer;
    try {
      answer = await fetch(address, options);
    } catch {
      trouble(find("trouble").dataset.lost);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("chat");
    if (!next) { location.assign(answer.ok ? answer.url : "/staff/chats"); return; }
    if (source) source.close();
    root.replaceWith(document.adoptNode(next));
    history.pushState(null, "", answer.url);
    begin();
    const field = find("say") && find("say").elements.text;
    if (field) {
      field.value = drafts.get(find("say").action) || "";
      field.focus();
    }
  }

  begin();
  if (root && root.dataset.desk) {
    document.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("#lists .tabs a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(link.href);
    });
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (form.id === "say" || !root.contains(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      go(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) });
    }, true);
    document.addEventListener("keydown", (event) => {
      if (!event.altKey || !/^[1-9]$/.test(event.key)) return;
      const link = root.querySelector(`.tabs [data-key="${event.key}"]`);
      if (!link) return;
      event.preventDefault();
      go(link.href);
    });
    addEventListener("popstate", () => location.reload());
  }
  addEventListener("offline", () => {
    const place = find("trouble");
    if (over || !place) return;
    clearTimeout(timer);
    if (source) source.close();
    trouble(place.dataset.lost);
  });
  addEventListener("online", () => { if (!over) { wait = START_MS; listen(); } });
  addEventListener("pagehide", () => { if (source) source.close(); });
  // A page that comes back from the browser's memory listens again.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
