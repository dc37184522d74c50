import assert from "node:assert/strict";
import { test } from "node:test";
import { controlFor } from "./keys.mjs";

const control = (keys) => ({ dataset: { keys } });
const controls = [control("1 e"), control("2 o"), control("3 w"), control("s"), control("arrowleft")];
const page = { matches: () => false };
const pressed = (key, more = {}) =>
  controls.indexOf(controlFor({ key, target: page, ...more }, controls));

test("each key presses the control that names it, with capitals as without", () => {
  const keys = ["1", "e", "E", "2", "O", "3", "w", "S", "ArrowLeft"];
  assert.deepEqual(keys.map((key) => pressed(key)), [0, 0, 0, 1, 1, 2, 2, 3, 4]);
});

test("other keys press nothing", () => {
  assert.deepEqual(["4", "Enter", "Tab", " ", "ArrowRight"].map((key) => pressed(key)), [
    -1, -1, -1, -1, -1,
  ]);
});

test("a key held down, or together with another, is not an answer", () => {
  for (const more of ["repeat", "altKey", "ctrlKey", "metaKey", "isComposing"]) {
    assert.equal(pressed("e", { [more]: true }), -1, more);
  }
});

test("typing a text does not answer", () => {
  assert.equal(pressed("e", { target: { matches: () => true } }), -1);
});
