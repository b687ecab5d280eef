/* The statistics form, saved as it is typed. Without this file the same form is saved by its button. */
"use strict";

(() => {
  const form = document.getElementById("entry");
  const words = form.dataset;
  const fields = [...form.querySelectorAll(".cell input")];
  const cover = [...form.querySelectorAll("[data-cover]")];
  const sending = document.getElementById("sending");
  const state = document.querySelector("#saved span");
  const waiting = new Map();
  const clashes = new Map();
  const laid = new Map();
  let busy = false;
  let leaving = false;

  const said = (sentence, count) => sentence.replace("0", count);

  const say = (sentence, bad) => {
    state.textContent = sentence;
    state.parentElement.classList.toggle("bad", bad);
  };

  const send = async () => {
    if (busy || waiting.size === 0) return;
    busy = true;
    const batch = new Map(waiting);
    waiting.clear();
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.csrfmiddlewaretoken.value);
    body.set("version", form.version.value);
    batch.forEach((text, name) => body.set(name, text));
    say("…", false);
    let done = false;
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "cells" }, redirect: "error" });
      const data = await answer.json();
      if (answer.ok) show(data, batch);
      else if (data.both) part(data, batch);
      else throw new Error(data.refused);
      done = true;
    } catch (error) {
      batch.forEach((text, name) => waiting.has(name) || waiting.set(name, text));
      say(error instanceof TypeError || error instanceof SyntaxError ? words.unsaved : error.message, true);
    }
    busy = false;
    if (!done) leaving = false;
    else if (waiting.size) send();
    else if (leaving && clashes.size === 0) sending.submit();
  };

  const show = (data, batch) => {
    form.version.value = data.version;
    sending.version.value = data.version;
    say(data.cover || `${words.saved} ${data.saved}`, Boolean(data.cover));
    document.getElementById("answered").textContent = data.answered;
    const blocking = document.getElementById("blocking");
    blocking.hidden = data.blocking === 0;
    blocking.querySelector("b").textContent = data.blocking;
    document.getElementById("send").textContent = data.blocking ? said(words.mend, data.blocking) : words.send;
    fields.forEach((field) => paint(field, data, batch));
    document.getElementById("checks").innerHTML = data.checks;
    document.querySelectorAll("[data-count]").forEach((count) => {
      const own = fields.filter((field) => field.closest("tbody").dataset.group === count.dataset.count);
      count.textContent = `${own.filter((field) => data.cells[field.name] !== "").length}/${own.length}`;
    });
  };

  const paint = (field, data, batch) => {
    if (clashes.has(field.name)) return;
    const bad = data.unreadable[field.name];
    const shown = data.cells[field.name];
    // A text that could not be read before stays marked until it is typed anew.
    if (!bad && !batch.has(field.name) && field.hasAttribute("aria-invalid")) return;
    if (!bad && !waiting.has(field.name) && document.activeElement !== field) field.value = shown;
    field.closest(".cell").className = `cell ${data.looks[field.name] || ""}`;
    if (bad) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    field.closest("tr").querySelector(".grade").innerHTML = data.grades[field.name] || "";
    lay(field.name, data.messages[field.name] || "");
  };

  /* What stands under a cell, as the server wrote it. An explanation that is being typed there stays. */
  const lay = (name, html) => {
    if (laid.get(name) === html) return;
    laid.set(name, html);
    const row = form.querySelector(`[data-msg="${name}"]`);
    const place = row.lastElementChild;
    const active = document.activeElement;
    const old = [...place.querySelectorAll("[data-explain]")];
    row.hidden = html === "";
    place.innerHTML = html;
    old.forEach((each) => {
      const now = place.querySelector(`[name="${each.name}"]`);
      if (!now) return;
      if (waiting.has(each.name) || (each === active && each.value !== each.defaultValue)) now.value = each.value;
      if (each === active) now.focus();
    });
  };

  /* Somebody else changed the same cells: both versions are shown, and the person chooses. The rest is saved. */
  const part = (data, batch) => {
    form.version.value = data.version;
    data.both.forEach((each) => clashes.set(each.code, each));
    batch.forEach((text, name) => clashes.has(name) || waiting.has(name) || waiting.set(name, text));
    data.both.forEach((each) => {
      const choose = (word, value) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn sm";
        button.textContent = `${word} ${value || words.blank}`;
        button.addEventListener("click", () => {
          clashes.delete(each.code);
          form.elements[each.code].value = value;
          waiting.set(each.code, value);
          send();
        });
        return button;
      };
      const acts = document.createElement("span");
      acts.className = "row";
      acts.append(choose(words.theirs, each.theirs), choose(words.yours, each.yours));
      const line = document.createElement("div");
      line.className = "finding";
      const word = document.createElement("b");
      word.textContent = words.clash;
      const text = document.createElement("span");
      text.textContent = data.refused;
      line.append(word, text, acts);
      const row = form.querySelector(`[data-msg="${each.code}"]`);
      row.hidden = false;
      row.lastElementChild.replaceChildren(line);
      laid.delete(each.code);
      form.elements[each.code].closest(".cell").className = "cell f1";
    });
    leaving = false;
    say(data.refused, true);
    form.querySelector(`[data-msg="${data.both[0].code}"] button`).focus();
  };

  form.addEventListener("change", (event) => {
    if (fields.includes(event.target)) waiting.set(event.target.name, event.target.value);
    else if (event.target.matches("[data-explain]")) waiting.set(event.target.name, event.target.value);
    else if (cover.includes(event.target)) cover.forEach((field) => waiting.set(field.name, field.value));
    else return;
    send();
  });

  /* Reporting waits until the last cell is saved. */
  sending.addEventListener("submit", (event) => {
    if (!busy && waiting.size === 0) return;
    event.preventDefault();
    leaving = true;
    send();
  });

  window.addEventListener("beforeunload", (event) => {
    if ((busy || waiting.size) && !leaving) event.preventDefault();
  });

  form.addEventListener("submit", () => {
    waiting.clear();
  });

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-explain]") && !event.isComposing) {
      event.preventDefault();
      event.target.blur();
      return;
    }
    const place = fields.indexOf(event.target);
    if (place < 0 || event.isComposing) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = fields[place + step];
    if (next) {
      next.focus();
      next.select();
    } else {
      event.target.blur();
    }
  });

  /* A column copied from Excel or WPS is laid down from the cell where it is pasted. */
  form.addEventListener("paste", (event) => {
    const place = fields.indexOf(event.target);
    const lines = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "").split("\n");
    if (place < 0 || lines.length < 2) return;
    event.preventDefault();
    lines.slice(0, fields.length - place).forEach((line, offset) => {
      const field = fields[place + offset];
      field.value = line.split("\t")[0].trim();
      waiting.set(field.name, field.value);
    });
    send();
  });
})();
