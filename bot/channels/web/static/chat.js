// The chat: buttons and words go out over the link, messages come in. Without this script the same page
// works with plain forms, so everything here only takes over what the form would do.

import { Link, newId } from "./link.js";
import * as view from "./view.js";

const form = document.forms.chat;
const box = document.getElementById("box");
const begun = "begun" in document.body.dataset;

const link = new Link(
  {
    // Not shown, and not told as shown: what still comes while everything is being hidden.
    say(say) {
      if (hiding && !say.clears) return false;
      if (say.clears) hide();
      view.follow(say);
      if (say.removes) view.maskOwn();
      view.show(say);
      box.classList.toggle("secret", !!say.secret);
      box.inputMode = say.secret ? "numeric" : "text";
      if (say.clears) hiding = false;
      return true;
    },
    tell: view.tell,
    taken: (id) => view.markPending(id, false),
    waiting: (queue) => queue.forEach((frame) => view.markPending(frame.id, true)),
    refused(frame, error) {
      view.drop(frame.id);
      hiding = false;
      if (frame.kind === "text" && !box.value) box.value = frame.text;
      fit();
      view.tell(error);
    },
  },
  begun,
);

// Somebody may be taking the phone: all pages of this browser empty themselves before the service hears of it, and
// topics that were kept go too (C12).
let hiding = false;
const pages = "BroadcastChannel" in window ? new BroadcastChannel("rafiq") : null;
pages?.addEventListener("message", () => view.isBare() || empty());

function hide() {
  if (view.isBare()) return view.clear();
  empty();
  pages?.postMessage("hide");
  if ("caches" in window) caches.keys().then((names) => names.forEach((name) => caches.delete(name)));
  navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
}

function empty() {
  view.clear();
  box.value = "";
  fit();
}

document.getElementById("leave").addEventListener("click", (event) => {
  event.preventDefault();
  link.queue = [];
  location.replace("about:blank");
});

function send(kind, more) {
  const frame = { id: newId(), kind, hint: view.ui.lang, ...more };
  if (kind === "text") view.showOwn(frame.id, frame.text, box.classList.contains("secret"));
  link.send(frame);
}

// The value of a button says what it does: "text", "start", "command menu", "press MESSAGE ID".
function act(deed) {
  const [kind, ...rest] = deed.split(" ");
  if (kind === "text") return sendText();
  if (kind === "press") return send("press", { message: rest[0], button: rest[1] });
  if (deed === "command hide") {
    hide();
    hiding = true;
  }
  if (kind === "command") return send("command", { text: rest[0] });
  if (kind === "start") return send("start", { text: rest[0] ?? "" });
  return send(kind === "look" ? "open" : kind);
}

function sendText() {
  const text = box.value.trim();
  if (text) {
    send("text", { text });
    box.value = "";
    fit();
  }
  box.focus();
}

function fit() {
  box.rows = 1;
  while (box.rows < 5 && box.scrollHeight > box.clientHeight) box.rows += 1;
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=do]");
  if (!button) return;
  event.preventDefault();
  if (button.closest(".more")) {
    const more = button.closest("details");
    more.open = false;
    more.querySelector("summary").focus();
  }
  if (button.dataset.press) view.markChosen(button);
  act(button.value);
});
form.addEventListener("keydown", (event) => {
  const more = form.querySelector("details");
  if (event.key === "Escape" && more.open) {
    more.open = false;
    more.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const more of form.querySelectorAll("details[open]")) if (!more.contains(event.target)) more.open = false;
});
box.addEventListener("input", fit);
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sendText();
  }
});
// Words that were not sent yet would be gone: the browser asks first.
addEventListener("beforeunload", (event) => {
  if (link.queue.some((frame) => frame.kind === "text")) event.preventDefault();
});

// Phones are shared: what is hers goes from a page that nobody uses (C10). The first touch after that comes too late.
const IDLE = 5 * 60 * 1000;
let used = Date.now();
function rest() {
  if (Date.now() - used >= IDLE) view.hidePersonal();
}
function use() {
  rest();
  used = Date.now();
}
for (const deed of ["pointerdown", "keydown", "wheel", "touchmove"]) addEventListener(deed, use, { capture: true, passive: true });
document.addEventListener("visibilitychange", rest);
setInterval(rest, 5000);

// A page that comes back shows nothing of before; the conversation says where one is (C13).
if (begun) {
  document.getElementById("welcome")?.remove();
  const { start } = document.body.dataset;
  if (start) {
    // The same link again would ask again: a page that is loaded anew only goes on.
    history.replaceState(null, "", location.pathname);
    send("start", { text: start });
  } else send("open");
}
