// Starts the engine, and says so in words when it can't.
//
// The Content-Security-Policy forbids inline scripts, so the names of the built files come in
// this script's own address, and everything is resolved against that address: the page then
// works from any folder of any host.

const address = new URL(import.meta.url);
const built = (kind) => new URL(address.searchParams.get(kind), address);
const boot = document.getElementById("boot");

const explain = (reason) => {
  if (typeof WebAssembly !== "object") {
    return "This browser has no WebAssembly, which the engine is made of. A current Chrome, Edge, Firefox or Safari has it.";
  }
  if (location.protocol === "file:") {
    return "A browser does not start WebAssembly from a file. Serve the folder over HTTP, for example with “cargo xtask serve”.";
  }
  return `The engine could not be started. Reload the page; if that does not help, this is what the browser said: ${reason}`;
};

try {
  const engine = await import(built("js"));
  await engine.default({ module_or_path: built("wasm") });
  boot.remove();
} catch (reason) {
  boot.textContent = explain(reason);
  boot.setAttribute("role", "alert");
  // For the console, and for the engine's report if it got so far as to listen (see dom/panic.rs).
  reportError(reason);
}
