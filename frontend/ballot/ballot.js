// Answers without loading a whole page, and without losing an answer when the connection is lost.
// Where anything is not as expected, the form is sent as it would be without this script.
import { deliver, post, wakeable } from "./delivery.mjs";
import { listenToKeys, showKeys } from "./keys.mjs";

const BALLOT = "main[data-ballot]";
const said = document.querySelector("[data-said]");
const unsent = document.querySelector("[data-unsent]");
const waiting = wakeable();

let choice = null; // what is to be sent: { form, button }
let isOnItsWay = false;
// Who taps twice means once. The second tap comes down where the next answer stands by then.
const SECOND_TAP = 400;
let shownAt = performance.now();

function fieldsOf({ button, form }) {
  const fields = new URLSearchParams(new FormData(form));
  fields.set(button.name, button.value);
  return fields;
}

function mark({ button, form }) {
  for (const other of form.querySelectorAll("[data-chosen]")) delete other.dataset.chosen;
  button.dataset.chosen = "";
  form.setAttribute("aria-busy", "true");
}

const askToStay = (event) => event.preventDefault();

function tellUnsent() {
  if (unsent.childElementCount > 0) return;
  unsent.append(document.querySelector("template[data-trouble]").content.cloneNode(true));
  addEventListener("beforeunload", askToStay);
}

function tellSent() {
  unsent.replaceChildren();
  removeEventListener("beforeunload", askToStay);
}

async function attempt() {
  isOnItsWay = true;
  try {
    return await post({ body: fieldsOf(choice), url: choice.form.getAttribute("action") });
  } finally {
    isOnItsWay = false;
  }
}

async function pause(milliseconds) {
  tellUnsent();
  await waiting.pause(milliseconds);
}

/** Send the form as a browser does with the button that was pressed. */
function sendPlainly({ button, form }) {
  tellSent();
  const field = document.createElement("input");
  Object.assign(field, { name: button.name, type: "hidden", value: button.value });
  form.append(field);
  HTMLFormElement.prototype.submit.call(form);
}

/** The page in what the server answered, if it can take the place of this one. */
function pageIn({ text }) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const isOfOurs = page.documentElement.lang === document.documentElement.lang;
  return isOfOurs && page.querySelector(BALLOT) !== null ? page : null;
}

function show(page, { address, redirected, status }) {
  const main = page.querySelector(BALLOT);
  document.querySelector(BALLOT).replaceWith(main);
  document.title = page.title;
  if (redirected) {
    const isSame = address === location.href;
    history[isSame ? "replaceState" : "pushState"]({ isBallot: true }, "", address);
  }
  shownAt = performance.now();
  scrollTo(0, 0);
  main.querySelector("h1").focus({ preventScroll: true });
  const aloud = [...main.querySelectorAll("[data-aloud]")].map((part) => part.textContent.trim());
  if (status === 200) aloud.unshift(said.dataset.saved);
  said.textContent = aloud.join(" ");
  showKeys();
}

async function send() {
  const response = await deliver(attempt, pause);
  tellSent();
  const page = pageIn(response);
  if (page !== null) {
    choice = null;
    show(page, response);
  } else if (response.redirected) {
    location.assign(response.address);
  } else {
    sendPlainly(choice);
  }
}

addEventListener("submit", (event) => {
  const { submitter: button, target: form } = event;
  if (!form.matches(`${BALLOT} form[data-answers]`) || !button?.name) return;
  event.preventDefault();
  if (isOnItsWay) return; // a second tap
  const isWaiting = choice !== null;
  choice = { button, form };
  mark(choice);
  if (isWaiting) {
    waiting.wake();
  } else {
    send().catch(() => sendPlainly(choice));
  }
});

addEventListener("click", (event) => {
  const { detail: taps, target, timeStamp } = event; // a key that presses a button taps nothing
  if (taps > 0 && timeStamp - shownAt < SECOND_TAP && target.closest(`${BALLOT} form`)) {
    event.preventDefault();
  }
  if (target.closest("[data-try]")) waiting.wake();
});
addEventListener("online", () => waiting.wake());
document.addEventListener("visibilitychange", () => waiting.wake());

// Back to a statement that this script put in place of another: only the server has that page.
history.replaceState({ isBallot: true }, "");
addEventListener("popstate", ({ state }) => {
  if (state?.isBallot) location.reload();
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});

listenToKeys();
showKeys();
