// Keys of the coding pane. Without it, lists and buttons do the same.
"use strict";

(() => {
  const pane = document.getElementById("pane");
  const form = document.getElementById("put");
  if (!pane) return;
  const lines = [...pane.querySelectorAll(".passage > li")];
  let now = 0; // -1: the whole excerpt
  let until = 0; // the last sentence of several
  let chosen = null; // first and last word of the current sentence
  let bar = -1;

  const off = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };
  const typing = (target) => target.closest("input, textarea, select") !== null;

  // --- which words -------------------------------------------------------------
  // Bracketed words are shown without their brackets: where each letter stands in the
  // excerpt is counted with them.
  const lengthOf = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.length;
    return node.dataset?.raw ? node.dataset.raw.length : [...node.childNodes].reduce((n, one) => n + lengthOf(one), 0);
  };
  const wordsOf = (line) => {
    const found = [];
    let at = 0;
    for (const node of line.querySelector(".voice").childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        for (const word of node.data.matchAll(/\S+/gu)) found.push([at + word.index, at + word.index + word[0].length]);
      } else found.push([at, at + lengthOf(node)]);
      at += lengthOf(node);
    }
    return found;
  };
  // JavaScript counts in units of 16 bits, the site in signs: one is made the other.
  const signs = (line, units) => {
    const text = [...line.querySelector(".voice").childNodes].map((n) => n.dataset?.raw ?? n.textContent).join("");
    return [...text.slice(0, units)].length;
  };

  const plain = lines.map((line) => line.querySelector(".voice").innerHTML);

  function marked(line) {
    const [from, to] = [wordsOf(line)[chosen[0]][0], wordsOf(line)[chosen[1]][1]];
    return [from, to];
  }

  function show() {
    lines.forEach((line, n) => {
      line.classList.toggle("now", now < 0 || (n >= now && n <= until));
      line.querySelector(".voice").innerHTML = plain[n];
    });
    if (!form) return;
    const line = lines[Math.max(now, 0)];
    const start = Number(line.dataset.start);
    let range = now < 0 ? ["", ""] : [start, Number(lines[until].dataset.end)];
    let said = lines.slice(Math.max(now, 0), until + 1).map((one) => one.querySelector(".voice").textContent).join(" ");
    if (chosen) {
      const [from, to] = marked(line);
      range = [start + signs(line, from), start + signs(line, to)];
      said = wrap(line.querySelector(".voice"), from, to);
    }
    for (const one of document.querySelectorAll('[name="starts"]')) one.value = range[0];
    for (const one of document.querySelectorAll('[name="ends"]')) one.value = range[1];
    const on = document.getElementById("on");
    if (on) on.textContent = `« ${said.length > 60 ? said.slice(0, 57) + "…" : said} »`;
  }

  // Marks letters `from` to `to` of a sentence and returns them.
  function wrap(voice, from, to) {
    let at = 0;
    let said = "";
    for (const node of [...voice.childNodes]) {
      const length = lengthOf(node);
      const [a, b] = [Math.max(from - at, 0), Math.min(to - at, length)];
      if (a < b) {
        const mark = document.createElement("mark");
        if (node.nodeType === Node.TEXT_NODE) {
          const middle = node.splitText(a);
          middle.splitText(b - a);
          said += middle.data;
          middle.replaceWith(mark);
          mark.append(middle);
        } else {
          said += node.textContent;
          node.replaceWith(mark);
          mark.append(node);
        }
      }
      at += length;
    }
    return said;
  }

  function move(step) {
    now = Math.min(Math.max(now + step, -1), lines.length - 1);
    until = now < 0 ? lines.length - 1 : now;
    chosen = null;
    show();
    lines[Math.max(now, 0)].scrollIntoView({ block: "nearest" });
  }

  function widen(step) {
    if (now < 0) return;
    until = Math.min(Math.max(until + step, now), lines.length - 1);
    chosen = null;
    show();
  }

  function extend(step) {
    if (now < 0) return;
    until = now;
    const last = wordsOf(lines[now]).length - 1;
    if (!chosen) chosen = step > 0 ? [0, 0] : [last, last];
    else if (step > 0) chosen = [chosen[0], Math.min(chosen[1] + 1, last)];
    else chosen = [chosen[0], Math.max(chosen[1] - 1, chosen[0])];
    show();
  }

  // The first word moves too: by the arrows alone, once words are chosen.
  function begin(step) {
    if (!chosen) return;
    const last = wordsOf(lines[now]).length - 1;
    const first = Math.min(Math.max(chosen[0] + step, 0), last);
    chosen = [first, Math.max(first, chosen[1])];
    show();
  }

  // --- which theme --------------------------------------------------------------
  const field = document.getElementById("q");
  const list = document.getElementById("codes");
  const opts = document.getElementById("opts");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replaceAll("ɛ", "e").replaceAll("ɔ", "o").replaceAll("ŋ", "n").replaceAll("ɲ", "ny");
  let at = 0;

  const known = list ? [...list.options].filter((one) => !("near" in one.dataset)) : [];
  const near = list ? [...list.options].filter((one) => "near" in one.dataset).map((one) => one.value) : [];

  function fits() {
    const wanted = fold(field.value.trim()).split(/\s+/).filter(Boolean);
    const hits = known.filter((one) => wanted.every((word) => fold(one.text).includes(word)));
    hits.sort((a, b) => near.includes(b.value) - near.includes(a.value));
    return hits.slice(0, 8);
  }

  function row(inner, key) {
    const li = document.createElement("li");
    li.setAttribute("role", "option");
    li.append(inner);
    if (key) { const k = document.createElement("kbd"); k.textContent = key; li.append(k); }
    return li;
  }

  function draw() {
    const hits = fits();
    at = Math.min(at, Math.max(hits.length - 1, 0));
    opts.replaceChildren();
    hits.forEach((one, n) => {
      const said = document.createElement("span");
      said.textContent = one.text;
      const small = document.createElement("small");
      small.textContent = near.includes(one.value) ? opts.dataset.near : one.dataset.note;
      said.append(small);
      const li = row(said, n === at ? opts.dataset.enter : "");
      li.id = `opt-${n}`;
      li.setAttribute("aria-selected", String(n === at));
      li.classList.toggle("near", near.includes(one.value));
      li.addEventListener("click", () => apply(one.value));
      opts.append(li);
    });
    if (field.value.trim()) {
      const said = document.createElement("span");
      said.textContent = opts.dataset.create.replace("…", field.value.trim());
      const li = row(said, `${opts.dataset.shift} ${opts.dataset.enter}`);
      li.setAttribute("aria-selected", "false");
      li.addEventListener("click", create);
      opts.append(li);
    }
    field.setAttribute("aria-activedescendant", hits.length ? `opt-${at}` : "");
    opts.hidden = !opts.children.length;
    field.setAttribute("aria-expanded", String(!opts.hidden));
  }

  function apply(code) {
    list.value = code;
    form.requestSubmit();
  }

  function create() {
    const box = document.getElementById("new");
    box.open = true;
    const name = box.querySelector('[name="name"]');
    name.value = field.value.trim();
    box.querySelector('[name="kind"]').focus();
  }

  if (form) {
    field.hidden = false;
    field.setAttribute("role", "combobox");
    list.hidden = true;
    list.size = 1;
    // a script says which words: the lists of sentences give way to it
    form.querySelector(".two").hidden = true;
    for (const one of form.querySelectorAll(".two select")) one.disabled = true;
    field.addEventListener("input", () => { at = 0; draw(); });
    field.addEventListener("keydown", (event) => {
      const hits = fits();
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        at = Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), Math.max(hits.length - 1, 0));
        draw();
      } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        document.getElementById("finish")?.requestSubmit();
      } else if (event.key === "Enter" && event.shiftKey) {
        create();
      } else if (event.key === "Enter") {
        if (hits[at]) apply(hits[at].value);
      } else if (event.key === "Escape") {
        field.blur();
      } else return;
      event.preventDefault();
    });
    for (const one of pane.querySelectorAll("form[data-recent]")) {
      for (const name of ["starts", "ends"]) {
        const kept = document.createElement("input");
        kept.type = "hidden";
        kept.name = name;
        one.append(kept);
      }
    }
    draw();
    lines.forEach((line, n) => line.querySelector(".voice").addEventListener("click", () => { now = until = n; chosen = null; show(); }));
    show();
  }

  // --- overlaps, memo, undo, done -------------------------------------------------
  function walk() {
    const ids = [...pane.querySelectorAll(".posed > li[id]")].map((one) => one.id.slice(2));
    if (!ids.length) return;
    bar = (bar + 1) % ids.length;
    lines.forEach((line) => line.classList.toggle("lit", line.querySelector(`[data-bar="${CSS.escape(ids[bar])}"]`) !== null));
    document.getElementById(`c-${ids[bar]}`).querySelector("summary, button")?.focus();
  }

  function memo() {
    const items = [...pane.querySelectorAll(".posed > li[id]")];
    const item = items.find((one) => one.contains(document.activeElement)) ?? items.at(-1);
    const box = item?.querySelector("details.memo");
    if (!box) return;
    box.open = true;
    box.querySelector("textarea").focus();
  }

  const does = {
    "/": () => field?.focus(),
    ArrowUp: () => move(-1),
    ArrowDown: () => move(1),
    ArrowLeft: () => begin(-1),
    ArrowRight: () => begin(1),
    o: walk,
    m: memo,
    z: () => document.getElementById("undo")?.requestSubmit(),
  };

  document.addEventListener("keydown", (event) => {
    if (off() || typing(event.target) || event.altKey) return;
    let act = null;
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "Enter") act = () => document.getElementById("finish")?.requestSubmit();
    } else if (event.shiftKey && event.key.startsWith("Arrow")) {
      if (event.key === "ArrowDown") act = () => widen(1);
      if (event.key === "ArrowUp") act = () => widen(-1);
      if (event.key === "ArrowRight") act = () => extend(1);
      if (event.key === "ArrowLeft") act = () => extend(-1);
    } else if (/^[1-9]$/.test(event.key)) {
      act = () => pane.querySelector(`form[data-recent="${event.key}"]`)?.requestSubmit();
    } else act = does[event.key] ?? null;
    if (act && (form || event.key === "o")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    }
  }, true);
})();
