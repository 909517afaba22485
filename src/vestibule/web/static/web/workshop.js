// What the workshop's pages do beyond links and forms. Everything works without it.
"use strict";

const typing = (target) =>
  target.closest("input, textarea, select, [contenteditable]") !== null;

// Rows that j and k walk, and what opens with Enter: the first link of the row.
const rows = () => [...document.querySelectorAll("[data-rows] > *")].filter((row) => row.querySelector("a"));

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  all[next].querySelector("a").focus();
}

let going = false;

const keysOff = () => {
  try { return localStorage.getItem("keys") === "off"; } catch { return false; }
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || keysOff()) return;
  if (going) {
    going = false;
    const link = document.querySelector(`.rooms [data-key="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  const does = {
    "/": () => document.getElementById("seek")?.focus(),
    j: () => walk(1),
    k: () => walk(-1),
    g: () => { going = true; setTimeout(() => { going = false; }, 1500); },
    "?": () => document.querySelector(".foot .end a")?.click(),
  }[event.key];
  if (does) { event.preventDefault(); does(); }
});

// A form that was typed in warns before it is left; sending it is not leaving.
let unsent = false;
document.addEventListener("input", (event) => { if (event.target.form?.method === "post") unsent = true; });
document.addEventListener("submit", () => { unsent = false; });
window.addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });

// Whoever dictates, or brushes the keys, switches them off.
const silent = document.querySelector("[data-keys]");
if (silent) {
  const show = () => silent.setAttribute("aria-pressed", String(keysOff()));
  silent.hidden = false;
  silent.addEventListener("click", () => {
    try { localStorage.setItem("keys", keysOff() ? "on" : "off"); } catch { /* kept for this page only */ }
    show();
  });
  show();
}

// Errors are read first.
document.querySelector(".wrong")?.focus();

// Where one is stays in sight on a low screen, where the rooms scroll.
const rooms = document.querySelector(".rooms");
const here = rooms?.querySelector("[aria-current]");
if (here) rooms.scrollTop = here.offsetTop + here.offsetHeight - rooms.offsetTop - rooms.clientHeight / 2;
