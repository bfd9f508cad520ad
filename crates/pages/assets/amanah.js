// Nobody needs this script. It keeps a slow network from posting a form twice.
"use strict";
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // A page taken back from the browser's history may be posted again.
  setTimeout(() => delete form.dataset.sent, 8000);
});
