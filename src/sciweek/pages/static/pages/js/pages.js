/* What scripts add to pages that work without them: shortcuts, bulk choice, copying, a guard for unsent typing. */
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const field = document.querySelector("#list-q") ?? document.querySelector("[data-find]");
    if (field) {
      event.preventDefault();
      field.focus();
    }
  }
  if (event.key === "Escape") {
    if (location.hash && document.querySelector(".dialog:target")) location.hash = "";
    document.querySelectorAll("details.drop[open]").forEach((drop) => drop.removeAttribute("open"));
  }
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.drop[open]").forEach((drop) => {
    if (!drop.contains(event.target)) drop.removeAttribute("open");
  });
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const source = document.querySelector(copy.dataset.copy);
    const text = source.value ?? source.textContent;
    navigator.clipboard.writeText(text.trim()).then(() => {
      copy.querySelector("span").textContent = copy.dataset.done;
    });
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-check-all]")) {
    const form = event.target.closest("form");
    form.querySelectorAll("input[name=row]").forEach((box) => {
      box.checked = event.target.checked;
    });
  }
});

/* Printing needs a script, so its button is there only with one. */
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

/* Warn before leaving a form with unsent typing. */
let unsent = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guard]")) unsent = true;
});
document.addEventListener("submit", () => {
  unsent = false;
});
window.addEventListener("beforeunload", (event) => {
  if (unsent) event.preventDefault();
});

/* The summary of errors is read out first. */
document.querySelector("[data-errors]")?.focus();

/* A refused HTMX request shows its sentence instead of nothing. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if ([400, 403, 409, 422].includes(status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
