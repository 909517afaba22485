// Passkeys: asks the site what to sign, the device to sign it, and sends the answer.
"use strict";

const KNOWN = window.PublicKeyCredential !== undefined;

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function wanted(options) {
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
  const ready = { ...options, challenge: bytes(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) ready.excludeCredentials = named(options.excludeCredentials);
  if (options.allowCredentials) ready.allowCredentials = named(options.allowCredentials);
  return ready;
}

function said(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function ask(form) {
  const token = new FormData(form).get("csrfmiddlewaretoken");
  const answer = await fetch(form.dataset.options, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!answer.ok) throw new Error(answer.statusText);
  const publicKey = wanted(await answer.json());
  return navigator.credentials[form.dataset.key]({ publicKey });
}

for (const form of KNOWN ? document.querySelectorAll("form[data-key]") : []) {
  const says = form.querySelector("[data-says]");
  form.querySelector("button[hidden]").hidden = false;
  says.textContent = "";
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    try {
      form.elements.answer.value = said(await ask(form));
      form.requestSubmit();
    } catch {
      says.textContent = form.dataset.failed;
    }
  });
}
