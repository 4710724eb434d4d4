// Makes what can be read before the engine is there look like what comes: in the colours that were
// chosen, and with the start page for whoever comes for the first time or asks for it. Runs before
// the first paint, so that nothing flashes; the Content-Security-Policy forbids it to be inline.

const stored = () => {
  try {
    return { ...localStorage };
  } catch {
    // Some browsers forbid even to ask.
    return {};
  }
};

const root = document.documentElement;
const kept = stored();
const theme = kept["dynamodb-playground/theme"]?.replaceAll('"', "");
if (theme && theme !== "system") {
  root.setAttribute("data-theme", theme);
}
const isFirstVisit = !Object.keys(kept).some((key) => key.startsWith("dynamodb-playground/"));
if (location.hash === "#/" || (location.hash.length < 2 && isFirstVisit)) {
  root.setAttribute("data-shell", "start");
}
