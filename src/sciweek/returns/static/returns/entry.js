/* The statistics form, saved as it is typed. Without this file the same form is saved by its button. */
"use strict";

(() => {
  const form = document.getElementById("entry");
  const fields = [...form.querySelectorAll(".cell input")];
  const state = document.querySelector("#saved span");
  const waiting = new Map();
  let sending = false;

  const send = async () => {
    if (sending || waiting.size === 0) return;
    sending = true;
    const batch = new Map(waiting);
    waiting.clear();
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.csrfmiddlewaretoken.value);
    body.set("version", form.version.value);
    batch.forEach((text, code) => body.set(code, text));
    state.textContent = "…";
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "cells" }, redirect: "error" });
      const data = await answer.json();
      if (!answer.ok) throw new Error(data.refused);
      show(data, batch);
    } catch (error) {
      batch.forEach((text, code) => waiting.has(code) || waiting.set(code, text));
      state.textContent = error instanceof TypeError ? form.dataset.offline || "未保存，请点“保存”重试" : error.message;
      state.parentElement.classList.add("bad");
      sending = false;
      return;
    }
    sending = false;
    send();
  };

  const show = (data, batch) => {
    form.version.value = data.version;
    state.textContent = `已保存 ${data.saved}`;
    state.parentElement.classList.remove("bad");
    document.getElementById("answered").textContent = data.answered;
    const blocking = document.getElementById("blocking");
    blocking.hidden = data.blocking === 0;
    blocking.querySelector("b").textContent = data.blocking;
    document.getElementById("send").textContent = data.blocking ? `处理 ${data.blocking} 项后上报` : "上报";
    const sentences = new Map();
    data.findings.forEach((each) => sentences.set(each.code, [...(sentences.get(each.code) || []), each]));
    fields.forEach((field) => paint(field, data, sentences.get(field.name) || [], batch));
  };

  const paint = (field, data, findings, batch) => {
    const bad = data.unreadable[field.name];
    const cell = field.closest(".cell");
    if (!bad && batch.has(field.name) && !waiting.has(field.name) && document.activeElement !== field) field.value = data.cells[field.name];
    const shown = data.cells[field.name];
    cell.className = "cell";
    if (bad || findings.some((each) => each.grade === "强制性")) cell.classList.add("f1");
    else if (shown === "") cell.classList.add("blank");
    else if (shown === "-") cell.classList.add("none");
    field.toggleAttribute("aria-invalid", Boolean(bad));
    const row = form.querySelector(`[data-msg="${field.name}"]`);
    const lines = bad ? [{ grade: "读不出来", sentence: bad }] : findings;
    row.hidden = lines.length === 0;
    row.lastElementChild.replaceChildren(
      ...lines.map((each) => {
        const line = document.createElement("div");
        line.className = each.grade === "提示性" || each.grade === "无法审核" ? "finding f4" : "finding";
        const grade = document.createElement("b");
        grade.textContent = each.grade;
        const text = document.createElement("span");
        text.textContent = each.sentence;
        line.append(grade, text);
        return line;
      }),
    );
  };

  form.addEventListener("change", (event) => {
    if (!fields.includes(event.target)) return;
    waiting.set(event.target.name, event.target.value);
    send();
  });

  form.addEventListener("keydown", (event) => {
    const place = fields.indexOf(event.target);
    if (place < 0) return;
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
