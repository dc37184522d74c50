// Sending an answer until the server has it. Sending twice does no harm: the server keeps one.

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const PATIENCE = 15_000; // a phone in a tunnel may never hear that its request was lost
const MOST_ERRORS = 4;

/** Milliseconds to wait: twice as long every time, and never the same for everyone, or all phones
 * would knock at once when a server is back. */
export const pauseBefore = (retry, random = Math.random) =>
  Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** retry) * (0.5 + random() / 2);

/** One attempt: what the server answered, or null where it was not reached. */
export async function post({ url, body }, fetchIt = fetch) {
  try {
    const response = await fetchIt(url, {
      body,
      keepalive: true, // goes on when the page is closed
      method: "POST",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const { redirected, status, url: address } = response;
    return { address, redirected, status, text: await response.text() };
  } catch {
    return null;
  }
}

// Between server and phone stands something that says the server is not there, or it is starting.
const isAway = ({ status }) => [502, 503, 504].includes(status);

/** What the server answered in the end. `attempt` is called until it did; before every attempt but
 * the first `pause` is awaited, with the milliseconds. */
export async function deliver(attempt, pause) {
  let errors = 0;
  for (let tries = 0; ; tries += 1) {
    if (tries > 0) await pause(pauseBefore(tries - 1));
    const response = await attempt();
    if (response === null || isAway(response)) continue;
    if (response.status < 500) return response;
    errors += 1;
    if (errors === MOST_ERRORS) return response; // not a lost connection: it is broken
  }
}

/** A pause that `wake()` ends before its time. */
export function wakeable(setTimer = setTimeout, clearTimer = clearTimeout) {
  let end = () => {};
  return {
    pause: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimer(resolve, milliseconds);
        end = () => {
          clearTimer(timer);
          resolve();
        };
      }),
    wake: () => end(),
  };
}
