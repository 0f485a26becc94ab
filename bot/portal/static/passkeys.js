// Passkeys in plain forms. <form data-passkey="get|create" data-options="ADDRESS"> is shown once this script runs;
// when it is sent, the browser is asked for a passkey first, and the answer goes along in the field "answer".
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const ids = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function readable(options) {
  const made = { ...options, challenge: bytes(options.challenge) };
  if (options.user) made.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) made.excludeCredentials = ids(options.excludeCredentials);
  if (options.allowCredentials) made.allowCredentials = ids(options.allowCredentials);
  return made;
}

function sendable(credential) {
  const given = credential.response;
  const response = { clientDataJSON: text(given.clientDataJSON) };
  if (given.attestationObject) {
    response.attestationObject = text(given.attestationObject);
    if (given.getTransports) response.transports = given.getTransports();
  } else {
    response.authenticatorData = text(given.authenticatorData);
    response.signature = text(given.signature);
    if (given.userHandle) response.userHandle = text(given.userHandle);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function challenge(form) {
  const token = form.elements.token.value;
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: { "x-rafiq-token": token, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(),
  });
  if (!answer.ok) throw new Error("lost");
  return answer.json();
}

async function ask(form) {
  if (!window.PublicKeyCredential || !navigator.credentials) throw new Error("none");
  const { challenge: id, options } = await challenge(form);
  const publicKey = readable(options);
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey });
  form.elements.challenge.value = id;
  form.elements.answer.value = sendable(credential);
}

function problem(form, error) {
  const place = form.querySelector("[data-passkey-problem]");
  const kind = error.name === "InvalidStateError" ? "known"
    : error.message === "none" || error.name === "NotSupportedError" ? "none"
    : error.message === "lost" || error.name === "TypeError" ? "lost" : "refused";
  place.textContent = place.dataset[kind];
  place.hidden = false;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    form.querySelector("[data-passkey-problem]").hidden = true;
    try {
      await ask(form);
      form.submit();
    } catch (error) {
      problem(form, error);
    } finally {
      button.disabled = false;
    }
  });
}
for (const other of document.querySelectorAll("[data-without-script]")) other.hidden = true;
