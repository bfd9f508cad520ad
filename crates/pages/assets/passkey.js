// Passkeys: a form with data-passkey="create" or "get" is shown when the browser can do it. The form's
// action answers a POST (csrf, urlencoded) with the options as JSON; the credential goes as JSON to
// data-finish with the token in X-Csrf-Token; the answer {"next": "/me"} says where to go.
"use strict";
(() => {
  const api = window.PublicKeyCredential;
  if (!api || !api.parseCreationOptionsFromJSON) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const failed = form.querySelector("[data-failed]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        const body = new URLSearchParams(new FormData(form));
        const started = await fetch(form.action, { method: "POST", body });
        if (!started.ok) throw new Error("start");
        const { publicKey } = await started.json();
        const credential = form.dataset.passkey === "create"
          ? await navigator.credentials.create({ publicKey: api.parseCreationOptionsFromJSON(publicKey) })
          : await navigator.credentials.get({ publicKey: api.parseRequestOptionsFromJSON(publicKey) });
        const finished = await fetch(form.dataset.finish, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-Csrf-Token": form.elements.csrf.value },
          body: JSON.stringify(credential.toJSON()),
        });
        if (!finished.ok) throw new Error("finish");
        location.assign((await finished.json()).next);
      } catch {
        failed.hidden = false;
        failed.focus();
      } finally {
        delete form.dataset.sent;
      }
    });
  }
})();
