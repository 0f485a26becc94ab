// What the page shows. Text is only ever set as text, never as markup (I7).

const $ = (id) => document.getElementById(id);
const log = $("log");
const state = $("state");

export let ui = JSON.parse(document.body.dataset.ui);

function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function run(part) {
  let made = document.createTextNode(part.t);
  for (const [flag, tag] of [["i", "i"], ["b", "b"]]) {
    if (part[flag]) {
      const around = make(tag);
      around.append(made);
      made = around;
    }
  }
  if (!part.h) return [made];
  const link = make("a");
  link.href = part.h;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.append(made);
  return part.o ? [link, " ", make("bdi", "host", `(${part.o})`)] : [link];
}

function choice([id, label, nav], message) {
  const button = make("button", nav ? "nav" : "", label);
  button.name = "do";
  button.value = `press ${message} ${id}`;
  button.dataset.press = id;
  return button;
}

// A file to keep. It is in the page's memory only: whoever opens the page next does not find it (C13).
function file([name, type, data]) {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const link = make("a", "file", ui.save);
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  return link;
}

function bubble(say) {
  const made = make("div", "message");
  made.lang = say.lang;
  made.dir = say.dir;
  made.dataset.id = say.id;
  if (say.private) made.dataset.private = "";
  made.tabIndex = -1;
  const words = make("p", "words");
  for (const part of say.t) words.append(...run(part));
  made.append(words);
  if (say.file) made.append(file(say.file));
  if (say.buttons) {
    const choices = make("div", "choices");
    choices.append(...say.buttons.map((button) => choice(button, say.id)));
    made.append(choices);
  }
  return made;
}

// The first new message stays in sight, also where several come at once.
let first = null;
function bringIntoSight(element) {
  if (!first) {
    first = element;
    requestAnimationFrame(() => {
      log.scrollTop = Math.min(first.offsetTop - 8, log.scrollHeight);
      first = null;
    });
  }
}

// Show a message at the end, or in the place of the one that it replaces while that is the last.
export function show(say) {
  $("welcome")?.remove();
  if (isBare() && !say.clears) {
    log.querySelector(".line")?.remove();
    bare(false);
  }
  const made = bubble(say);
  if (say.clears) made.classList.add("line");
  const old = say.replaces && log.querySelector(`[data-id="${say.replaces}"]`);
  const active = document.activeElement;
  if (old && !followed(old)) {
    const held = old.contains(active) && active;
    old.replaceWith(made);
    if (held) {
      const same = [...made.querySelectorAll("button")].find((b) => b.dataset.press === held.dataset.press);
      (same || made).focus({ preventScroll: true });
    }
  } else {
    log.append(made);
    // What had the focus is gone (the welcome, say): go on from the new message.
    if (!document.activeElement || document.activeElement === document.body) made.focus({ preventScroll: true });
  }
  bringIntoSight(made);
}

// Everything goes from the page, and with it whose page it is (C12); the next message brings that back.
const title = document.title;
export const isBare = () => document.body.classList.contains("bare");
export function clear() {
  log.replaceChildren();
  tell("");
  bare(true);
}

function bare(now) {
  document.body.classList.toggle("bare", now);
  document.title = now ? "…" : title;
  $("leave").hidden = !now;
}

function followed(old) {
  for (let next = old.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.classList.contains("own")) return true;
  }
  return false;
}

// Which choice was taken, also once the answer stands below.
export function markChosen(button) {
  button.parentElement.querySelector(".chosen")?.classList.remove("chosen");
  button.classList.add("chosen");
}

// Her own words, marked until the service has them.
const DOTS = "••••";
export function showOwn(id, text, secret) {
  $("welcome")?.remove();
  const made = make("div", "message own");
  made.dataset.own = id;
  const words = make("p", "words", secret ? DOTS : text);
  words.dir = "auto";
  made.append(make("span", "unseen", `${ui.you} `), words);
  log.append(made);
  bringIntoSight(made);
}

export function markPending(id, pending) {
  const own = log.querySelector(`[data-own="${id}"]`);
  if (!own) return;
  own.querySelector(".pending")?.remove();
  if (pending) own.append(make("span", "pending", ui.pending));
}

// What she wrote last was a secret.
export function maskOwn() {
  const words = [...log.querySelectorAll(".own .words")].pop();
  if (words) words.textContent = DOTS;
}

// Take away what shows something of hers and what she wrote; what is not sent yet stays until it is.
export function hidePersonal() {
  const hers = [...log.querySelectorAll("[data-private], .own")].filter((e) => !e.querySelector(".pending"));
  if (!hers.length) return;
  log.querySelector(".hidden")?.remove();
  const note = make("div", "message hidden");
  note.append(make("p", "words", ui.hidden));
  hers[0].before(note);
  for (const element of hers) element.remove();
}

export function drop(id) {
  log.querySelector(`[data-own="${id}"]`)?.remove();
}

// The line under the head; `name` is one of the texts of the page, or "" for nothing to say.
let said = "";
export function tell(name) {
  said = name;
  state.textContent = name ? ui[name] : "";
  state.hidden = !name;
}

// The page follows the language of the last message.
let wanted = ui.lang;
export async function follow(say) {
  if (say.lang === wanted) return;
  wanted = say.lang;
  document.documentElement.dir = say.dir;
  try {
    const answer = await fetch(`/chat/ui/${say.lang}.json?v=${document.body.dataset.version}`);
    if (!answer.ok) throw new Error(answer.status);
    const strings = await answer.json();
    if (strings.lang === wanted) apply(strings);
  } catch {
    wanted = ui.lang; // the next message tries again
  }
}

function apply(strings) {
  ui = strings;
  document.documentElement.lang = ui.lang;
  document.documentElement.dir = ui.dir;
  for (const e of document.querySelectorAll("[data-ui]:not(body)")) e.textContent = ui[e.dataset.ui];
  for (const e of document.querySelectorAll("[data-ui-label]")) e.setAttribute("aria-label", ui[e.dataset.uiLabel]);
  for (const e of document.querySelectorAll("[data-ui-hint]")) e.placeholder = ui[e.dataset.uiHint];
  $("read").href = `/read/${ui.lang}`;
  $("check").href = `/check?lang=${ui.lang}`;
  document.forms.chat.elements.lang.value = ui.lang;
  // In the address and nowhere else on the phone: a reload comes back in this language.
  history.replaceState(null, "", `/?lang=${ui.lang}`);
  tell(said);
}
