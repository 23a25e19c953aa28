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

  // Send a large data file in pieces, so that a broken connection costs one piece
  // only; without this the form sends it whole.
  for (const form of document.querySelectorAll("form[data-upload]")) {
    const picker = form.querySelector("input[type=file]"), button = form.querySelector("button[type=submit]");
    const box = form.querySelector(".sending"), text = box.querySelector("p"), bar = box.querySelector("progress");
    const piece = 4 << 20, say = (words) => { box.hidden = false; text.textContent = words; };
    const token = form.elements.csrf.value;
    let busy = false;
    const pause = (n) => new Promise((done) => setTimeout(done, n));
    const begin = async (file, slot) => {
      const known = localStorage.getItem(slot);
      if (known) {
        const answer = await fetch(known, { method: "HEAD", redirect: "manual" });
        if (answer.ok && answer.headers.has("Upload-Offset")) return [known, Number(answer.headers.get("Upload-Offset"))];
        localStorage.removeItem(slot);
      }
      const answers = new URLSearchParams({ csrf: token, key: form.elements.key.value, viec: "bat-dau", name: file.name, size: file.size, at: file.lastModified });
      const answer = await fetch(form.action, { method: "POST", body: answers, redirect: "manual" });
      if (answer.status !== 201) throw Object.assign(new Error(answer.status), await answer.json().catch(() => ({})));
      const { url, offset } = await answer.json();
      localStorage.setItem(slot, url);
      return [url, offset];
    };
    const send = async (file) => {
      const slot = ["minhbach", form.action, file.name, file.size, file.lastModified].join(" ");
      let [url, offset] = await begin(file, slot), tries = 0;
      while (offset < file.size) {
        bar.value = 100 * offset / file.size;
        say(form.dataset.sending + ": " + Math.floor(bar.value) + " %");
        try {
          const answer = await fetch(url, { method: "PATCH", body: file.slice(offset, offset + piece), redirect: "manual",
            headers: { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream", "X-CSRF-Token": token } });
          if (answer.status !== 204) throw new Error(answer.status);
          [offset, tries] = [Number(answer.headers.get("Upload-Offset")), 0];
        } catch (why) {
          if (++tries > 5) throw why;
          say(form.dataset.again);
          await pause(1000 * 2 ** tries);
          const answer = await fetch(url, { method: "HEAD", redirect: "manual" }).catch(() => null);
          if (answer && answer.ok) offset = Number(answer.headers.get("Upload-Offset"));
        }
      }
      localStorage.removeItem(slot);
      bar.value = 100;
      say(form.dataset.ready);
      location.assign(url);
    };
    form.addEventListener("submit", async (event) => {
      const file = picker.files[0];
      if (busy) event.preventDefault();
      if (busy || !file || file.size <= piece) return;
      event.preventDefault();
      if (file.size > Number(form.dataset.upload)) { say(form.dataset.large); return; }
      busy = button.disabled = true;
      try { await send(file); } catch (why) { say(why.sentence || form.dataset.lost); }
      busy = button.disabled = false;
    });
  }

  // Hash a file here and ask for the hash alone: the file does not leave the machine.
  // A bundle is no secret and is sent as text, to be judged.
  for (const form of crypto.subtle ? document.querySelectorAll("form[data-hash]") : []) {
    const picker = form.querySelector("input[type=file]"), box = form.querySelector("[role=status]");
    const say = (words) => { box.hidden = false; box.textContent = words; };
    document.getElementById(picker.id + "-hint").textContent = form.dataset.stays;
    form.addEventListener("submit", async (event) => {
      const file = picker.files[0];
      if (!file) return;
      event.preventDefault();
      say(form.dataset.working);
      try {
        if (file.size < 65536 && (await file.text()).includes('"minhbach-proof/')) {
          const text = form.elements.ma || form.appendChild(Object.assign(document.createElement("textarea"), { name: "ma", hidden: true }));
          text.value = await file.text();
          picker.value = "";
          form.submit();
          return;
        }
        const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
        location.assign(form.dataset.hash + [...sum].map((b) => b.toString(16).padStart(2, "0")).join(""));
      } catch { say(form.dataset.large); }
    });
  }

  // Bring the reader to what must be corrected.
  document.querySelector("[data-errors]")?.focus();
})();
