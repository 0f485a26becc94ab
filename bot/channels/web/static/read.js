// Topics on the phone: only those that a person asked to keep, whole, and nothing about what was read (C13).

const KEPT = "rafiq-kept";
const keep = document.getElementById("keep");
const packs = document.getElementById("packs");
const able = "serviceWorker" in navigator && "caches" in window;

// Everything is being hidden on another page of this browser (C12).
if ("BroadcastChannel" in window) new BroadcastChannel("rafiq").addEventListener("message", () => location.replace("about:blank"));

if (keep && able) offerToKeep();
if (packs && able) listPacks();

async function offerToKeep() {
  const { pack, offline, kept, removed, failed } = keep.dataset;
  const button = document.getElementById("keep-button");
  const remove = document.getElementById("remove-button");
  const state = document.getElementById("keep-state");

  function show(held, words) {
    // The focus goes along, so that the keyboard does not lose its place.
    const moves = [button, remove].includes(document.activeElement);
    button.hidden = held;
    remove.hidden = !held;
    if (moves) (held ? remove : button).focus();
    state.textContent = words;
  }

  button.addEventListener("click", async () => {
    try {
      await navigator.serviceWorker.register("/sw.js");
      await navigator.serviceWorker.ready;
      const cache = await caches.open(KEPT);
      const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
      await cache.addAll([pack, ...parts.map((part) => part.href || part.src)]);
      const page = await fetch(offline);
      if (!page.ok) throw new Error(page.status);
      await cache.put("/offline", page);
      show(true, kept);
    } catch {
      show(false, failed);
    }
  });
  remove.addEventListener("click", async () => {
    await (await caches.open(KEPT)).delete(pack);
    show(false, removed);
  });

  const held = await caches.match(pack);
  show(Boolean(held), held ? kept : "");
  keep.hidden = false;
}

async function listPacks() {
  const list = packs.querySelector("ul");
  const cache = await caches.open(KEPT);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/read/")) continue;
    const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = "button";
    link.href = pathname;
    link.lang = page.documentElement.lang;
    link.dir = page.documentElement.dir;
    link.textContent = page.title;
    item.append(link);
    list.append(item);
  }
  if (!list.children.length) packs.textContent = packs.dataset.none;
}
