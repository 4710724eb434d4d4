// Starts the engine, and says so in words when it can't.
//
// The Content-Security-Policy forbids inline scripts, so the page's head says what the built files
// are called (see Trunk.toml), relative to the page: it works from any folder of any host. This is
// no module, because browsers run none from a file, and whoever opens the page as a file should be
// told.

const built = (file) => {
  const { content } = document.querySelector(`meta[name="engine-${file}"]`);
  return new URL(content, document.baseURI);
};

// Long after the page should have started, but a slow line may still be at it.
const PATIENCE = 20_000;

const explain = (reason) => {
  if (typeof WebAssembly !== "object") {
    return "This browser doesn't support WebAssembly, which the engine needs. Use a current version of Chrome, Edge, Firefox or Safari.";
  }
  if (location.protocol === "file:") {
    return "Browsers don't load WebAssembly from a local file. Serve the folder over HTTP, for example with “cargo xtask serve”.";
  }
  return `The engine couldn't start. Reload the page. If that doesn't help, this is the browser's error: ${reason}`;
};

// What can be read is painted before the engine takes the page for itself: drawing takes a slow
// machine half a second. A page that is hidden is not painted, and does not wait.
const painted = () =>
  new Promise((resolve) => {
    if (document.hidden) {
      resolve();
    }
    new PerformanceObserver(resolve).observe({ type: "paint", buffered: true });
    // For browsers that do not tell.
    setTimeout(resolve, 1_000);
  });
// Says in an event of the window that a newer build is served. The page's own build is the one whose
// engine it names.
const watchForBuilds = () => {
  const { content } = document.querySelector('meta[name="engine-module"]');
  const look = async () => {
    try {
      const response = await fetch(location.pathname, { cache: "no-store" });
      const page = await response.text();
      if (response.ok && page.includes("engine-module") && !page.includes(content)) {
        dispatchEvent(new Event("newbuild"));
      }
    } catch {
      // Without a network there is no newer build.
    }
  };
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setInterval(look, 3_600_000);
};

// Lets the page open without a network from now on. Browsers allow it for pages that came over HTTPS
// or from this machine.
const keepOffline = async () => {
  try {
    await navigator.serviceWorker?.register(new URL("sw.js", document.baseURI));
  } catch (reason) {
    console.warn("The page will need a network: ", reason);
  }
};

// The place that the address leads to is marked as the page marks it.
const markPlace = () => {
  for (const link of document.querySelectorAll("#boot .places a")) {
    const place = link.getAttribute("href");
    if (location.hash === place || location.hash.startsWith(`${place}/`)) {
      link.setAttribute("aria-current", "page");
    }
  }
};

const start = async () => {
  markPlace();
  document.querySelector(".boot-late")?.remove();
  const status = document.getElementById("boot-status");
  const late = setTimeout(() => {
    status.textContent =
      "The engine (about 1 MB) is still loading. If your connection isn't slow, reload the page.";
  }, PATIENCE);
  try {
    await painted();
    const engine = await import(built("script"));
    // Compiled while it arrives (`WebAssembly.instantiateStreaming`); what is compiled that way,
    // browsers keep for the next visit.
    await engine.default({ module_or_path: built("module") });
    // The page takes the shell away itself, once it is drawn.
    keepOffline();
    watchForBuilds();
  } catch (reason) {
    status.textContent = explain(reason);
    status.setAttribute("role", "alert");
    // For the console, and for the engine's report if it got so far as to listen (see
    // src/ui/dom/panic.rs).
    reportError(reason);
  } finally {
    clearTimeout(late);
  }
};

start();
