import assert from "node:assert/strict";
import { test } from "node:test";
import { deliver, pauseBefore, post, wakeable } from "./delivery.mjs";

const lost = null;
const answered = (status) => ({ address: "/v/x/", redirected: true, status, text: "" });

/** Deliver where the attempts come out like this, and tell how often it paused. */
async function outcomeOf(...outcomes) {
  const left = [...outcomes];
  let pauses = 0;
  const pause = async () => {
    pauses += 1;
  };
  const response = await deliver(async () => left.shift(), pause);
  return { left: left.length, pauses, status: response.status };
}

test("an answer that arrives is sent once", async () => {
  assert.deepEqual(await outcomeOf(answered(200), answered(200)), {
    left: 1,
    pauses: 0,
    status: 200,
  });
});

test("an answer is sent again for as long as there is no connection", async () => {
  const tunnel = Array(50).fill(lost);
  assert.deepEqual(await outcomeOf(...tunnel, answered(200)), { left: 0, pauses: 50, status: 200 });
});

test("a server that is away is waited for, however long", async () => {
  const away = [502, 503, 504, 502, 503, 504].map(answered);
  assert.deepEqual(await outcomeOf(...away, answered(200)), { left: 0, pauses: 6, status: 200 });
});

test("a server that is broken is not asked for ever", async () => {
  const errors = Array(9).fill(answered(500));
  assert.deepEqual(await outcomeOf(...errors), { left: 5, pauses: 3, status: 500 });
});

test("a refusal is an answer too", async () => {
  for (const status of [400, 403, 409, 429]) {
    assert.deepEqual(await outcomeOf(answered(status)), { left: 0, pauses: 0, status });
  }
});

test("pauses double up to half a minute, and differ from phone to phone", () => {
  const shortest = Array.from({ length: 8 }, (_, retry) => pauseBefore(retry, () => 0));
  const longest = Array.from({ length: 8 }, (_, retry) => pauseBefore(retry, () => 1));

  assert.deepEqual(shortest, [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  assert.deepEqual(longest, [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
});

test("an attempt tells where the server led and what it said", async () => {
  const asked = [];
  const fetchIt = async (url, options) => {
    asked.push([url, options.method, options.body]);
    return { redirected: true, status: 200, text: async () => "<main>", url: "/v/x/?p=2" };
  };

  assert.deepEqual(await post({ body: "antwoord=eens", url: "/v/x/" }, fetchIt), {
    address: "/v/x/?p=2",
    redirected: true,
    status: 200,
    text: "<main>",
  });
  assert.deepEqual(asked, [["/v/x/", "POST", "antwoord=eens"]]);
});

test("a connection that is lost before or halfway through the answer is a lost attempt", async () => {
  const fail = async () => {
    throw new TypeError("Failed to fetch");
  };
  const halfway = async () => ({ redirected: true, status: 200, text: fail, url: "/" });

  assert.equal(await post({ body: "", url: "/" }, fail), null);
  assert.equal(await post({ body: "", url: "/" }, halfway), null);
});

test("a pause ends by itself", async () => {
  await wakeable().pause(1);
});

test("a pause ends at once when woken, and waking without a pause does nothing", async () => {
  const stopped = [];
  const waiting = wakeable(() => "timer", (timer) => stopped.push(timer));
  waiting.wake();
  const pause = waiting.pause(1_000_000);
  waiting.wake();
  await pause;
  assert.deepEqual(stopped, ["timer"]);
});
