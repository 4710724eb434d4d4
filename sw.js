// Keeps the build in the browser, so that the page opens without a network.
//
// The page is asked for over the network first, so that a reload gets what is newest; the files that
// it names have a hash of their content in their names and are taken from here first. When a page of
// another build has come and all its files are here, those of the build before go.

const BUILD = "build";
// Lessons, each under a name that has a hash of its content, and the index that names them.
const LESSONS = "lessons";
const page = self.registration.scope;
const lessons = new URL("content/", page).href;
const index = new URL("index.json", lessons).href;
// What the page needs besides the files that it names with their hash.
const ALSO = ["manifest.webmanifest", "icon.svg"];
// Some hosts answer for a file that is gone with a page of their own, and say that all is well.
const isJson = (response) => /\bjson\b/.test(response.headers.get("content-type") ?? "");
// How long the network may take to answer before the page comes from here.
const PATIENCE = 4_000;

// A hash is a number in base 16, and without the zeros that it may begin with.
const filesOf = (html) => {
  const named = html.match(/[\w-]+-[0-9a-f]{1,16}(_bg)?\.(css|js|svg|wasm)/g) ?? [];
  return [...new Set([...named, ...ALSO])].map((name) => new URL(name, page).href);
};

// Keeps a page and its files: the page last, so that what is kept is always whole.
const keep = async (response) => {
  const files = filesOf(await response.clone().text());
  const build = await caches.open(BUILD);
  for (const file of files) {
    if (!(await build.match(file))) {
      await build.add(file);
    }
  }
  await build.put(page, response);
  for (const { url } of await build.keys()) {
    if (url !== page && !files.includes(url)) {
      await build.delete(url);
    }
  }
};

const precache = async () => {
  const response = await fetch(page, { cache: "no-cache" });
  if (!response.ok) {
    throw new Error(`the page answers ${response.status}`);
  }
  await keep(response);
};

const openPage = async (event) => {
  const build = await caches.open(BUILD);
  const kept = () => build.match(page);
  try {
    const late = new AbortController();
    const patience = setTimeout(() => late.abort(), PATIENCE);
    const response = await fetch(event.request, { signal: late.signal });
    clearTimeout(patience);
    if (response.ok) {
      event.waitUntil(keep(response.clone()).catch(() => {}));
      return response;
    }
    return (await kept()) ?? response;
  } catch (reason) {
    const response = await kept();
    if (response) {
      return response;
    }
    throw reason;
  }
};

// What lessons there are is asked for over the network first. Lessons that the newest index no longer
// names go; one that is open is in the page's memory.
const fetchIndex = async (event) => {
  const kept = await caches.open(LESSONS);
  try {
    const late = new AbortController();
    const patience = setTimeout(() => late.abort(), PATIENCE);
    const response = await fetch(index, { cache: "no-cache", signal: late.signal });
    clearTimeout(patience);
    if (response.ok && isJson(response)) {
      event.waitUntil(keepIndex(kept, response.clone()).catch(() => {}));
      return response;
    }
    return (await kept.match(index)) ?? response;
  } catch (reason) {
    const response = await kept.match(index);
    if (response) {
      return response;
    }
    throw reason;
  }
};

const keepIndex = async (kept, response) => {
  const text = await response.clone().text();
  await kept.put(index, response);
  for (const { url } of await kept.keys()) {
    if (url !== index && !text.includes(url.slice(lessons.length))) {
      await kept.delete(url);
    }
  }
};

// A lesson is fetched when it is opened first, and from then on it is here.
const fetchLesson = async (event) => {
  const kept = await caches.open(LESSONS);
  const known = await kept.match(event.request);
  if (known) {
    return known;
  }
  const response = await fetch(event.request);
  if (response.ok && isJson(response)) {
    const copy = response.clone();
    event.waitUntil(kept.put(event.request, copy).catch(() => {}));
  }
  return response;
};

const fetchFile = async (request) => {
  const build = await caches.open(BUILD);
  return (await build.match(request)) ?? fetch(request);
};

self.addEventListener("install", (event) => {
  event.waitUntil(precache().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  // What is to be new is not ours: the page asks so whether there is another build.
  if (request.method !== "GET" || request.cache === "no-store" || !request.url.startsWith(page)) {
    return;
  }
  // Another file of the same folder that somebody opens is not the page.
  const { origin, pathname } = new URL(request.url);
  const isPage = [page, `${page}index.html`].includes(origin + pathname);
  if (request.mode === "navigate" && isPage) {
    event.respondWith(openPage(event));
  } else if (request.url === index) {
    event.respondWith(fetchIndex(event));
  } else if (request.url.startsWith(lessons)) {
    event.respondWith(fetchLesson(event));
  } else {
    event.respondWith(fetchFile(request));
  }
});
