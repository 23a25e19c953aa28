// Small helps; every page works without them.
"use strict";
(() => {
  // Warn before leaving a form with unsaved changes.
  for (const form of document.querySelectorAll("form[data-guard]")) {
    let dirty = form.dataset.guard === "dirty";
    let last = Date.now();
    form.addEventListener("input", () => {
      dirty = true;
      // Typing is work: keep the session alive, as sending a form would.
      if (form.dataset.alive && Date.now() - last > 240000) {
        last = Date.now();
        fetch(form.dataset.alive, { redirect: "manual" }).catch(() => {});
      }
    });
    form.addEventListener("submit", () => { dirty = false; });
    addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  }

  // A button that copies the text of an element: <button data-copy="id" hidden>.
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) continue;
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = button.dataset.done || label;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }

  // One box for all of a list: <input data-all="items."> checks what begins so.
  for (const box of document.querySelectorAll("input[data-all]")) {
    const boxes = [...box.form.querySelectorAll("input[type=checkbox]")].filter((b) => b.name.startsWith(box.dataset.all));
    box.addEventListener("change", () => { for (const b of boxes) b.checked = box.checked; });
  }

  // Complete what somebody types into a box of the portal's search. Without this the
  // same suggestions are a page of their own.
  for (const box of document.querySelectorAll("form[action$='/tim-kiem'] input[name=q]")) {
    const list = document.createElement("datalist");
    list.id = box.id + "-goi-y";
    box.after(list);
    box.setAttribute("list", list.id);
    let waiting, asked = "";
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      const text = box.value.trim();
      if (text.length < 2 || text === asked) return;
      waiting = setTimeout(async () => {
        asked = text;
        try {
          const answer = await fetch(box.form.getAttribute("action") + "/goi-y?dang=json&q=" + encodeURIComponent(text));
          if (!answer.ok || box.value.trim() !== text) return;
          list.replaceChildren(...(await answer.json())[1].map((line) => new Option(line, line)));
        } catch { /* suggestions are a help, never a need */ }
      }, 200);
    });
  }

  // Bring the reader to what must be corrected.
  document.querySelector("[data-errors]")?.focus();
})();
