// Serves kept topics while there is no connection. It keeps nothing by itself: read.js does, when asked.
// The chat never goes through a cache.

const KEPT = "rafiq-kept";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/chat/")) return;
  event.respondWith(request.mode === "navigate" ? page(request, url) : part(request));
});

async function page(request, url) {
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return (await caches.match(url.pathname)) || (await caches.match("/offline")) || Response.error();
  }
  await renew(url.pathname, answer);
  return answer;
}

// A kept topic follows what is online: corrected when it was corrected, gone when it was withdrawn.
async function renew(path, answer) {
  const cache = await caches.open(KEPT);
  if (!path.startsWith("/read/") || !(await cache.match(path))) return;
  if (answer.status === 404) await cache.delete(path);
  else if (answer.ok) {
    const copy = answer.clone();
    await cache.put(path, copy);
    const page = await (await cache.match(path)).text();
    const parts = [...page.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
    await cache.addAll(parts).catch(() => {});
  }
}

async function part(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) || Response.error();
  }
}
