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

// Bytes that come out at once: some milliseconds of work.
const PIECE = 131072;

// A release is packed. It is unpacked piece by piece, with a turn for the page after each.
const unpacked = async (address) => {
  const fetched = fetch(address).then((answer) => {
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
    return answer.arrayBuffer();
  });
  const [unpack, packed] = await Promise.all([import(new URL("unpack.js", address)), fetched]);
  await unpack.default({ module_or_path: new URL("unpack_bg.wasm", address) });
  const unpacker = unpack.Unpacker.new(new Uint8Array(packed));
  if (!unpacker) throw new Error(`${address} is not what it should be`);
  const { port1, port2 } = new MessageChannel();
  while (unpacker.work(PIECE)) {
    await new Promise((resume) => {
      port1.onmessage = resume;
      port2.postMessage(null);
    });
  }
  const engine = unpacker.finish();
  if (!engine) throw new Error(`${address} is damaged or ends early`);
  return engine;
};

try {
  const engine = await import(built("js"));
  const module = built("wasm");
  const packed = module.pathname.endsWith(".lzma");
  await engine.default({ module_or_path: packed ? await unpacked(module) : module });
  boot.remove();
} catch (reason) {
  boot.textContent = explain(reason);
  boot.setAttribute("role", "alert");
  // For the console, and for the engine's report if it got so far as to listen (see dom/panic.rs).
  reportError(reason);
}
