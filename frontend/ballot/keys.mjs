// Answering with a keyboard. A control says in `data-keys` which keys press it.
// Whoever speaks to the computer, or trembles, can switch them off (WCAG 2.1.4).

const SWITCH = "samenspel-toetsen";
const TYPING = "input:not([type=checkbox]), select, textarea";

/** The control that this key presses, or undefined. */
export function controlFor(event, controls) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.isComposing) {
    return undefined;
  }
  if (event.target.matches?.(TYPING)) return undefined;
  const key = event.key.toLowerCase();
  return [...controls].find(({ dataset }) => dataset.keys.split(" ").includes(key));
}

// A browser may refuse to keep anything, and then says so by an error.
function isOff() {
  try {
    return sessionStorage.getItem(SWITCH) === "uit";
  } catch {
    return false;
  }
}

function turn(on) {
  try {
    sessionStorage.setItem(SWITCH, on ? "aan" : "uit");
  } catch {
    // It then holds for this page only, by its checkbox.
  }
}

const box = () => document.querySelector("[data-keys-switch]");

/** Without this script there are no keys, so the page hides what it says of them. */
export function showKeys() {
  const hint = document.querySelector("[data-keys-hint]");
  if (hint === null) return;
  hint.hidden = false;
  box().checked = !isOff();
}

export function listenToKeys() {
  addEventListener("keydown", (event) => {
    if (!box()?.checked) return;
    const control = controlFor(event, document.querySelectorAll("main [data-keys]"));
    if (control === undefined) return;
    event.preventDefault();
    control.click();
  });
  addEventListener("change", ({ target }) => {
    if (target === box()) turn(target.checked);
  });
}
