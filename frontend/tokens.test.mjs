import assert from "node:assert/strict";
import { test } from "node:test";
import postcss from "postcss";
import { keepUsed, readTokens, unresolved } from "./tokens.mjs";

const names = (tokens) => [...tokens.keys()];

test("a token is kept that is used, through another token, or as a fallback; others go", () => {
  const tokens = readTokens(`:root {
    --used: var(--through);
    --through: 1px;
    --as-fallback: 2px;
    --in-fallback-of-fallback: 3px;
    --in-a-calculation: 4px;
    --idle: 5px;
    --idle-too: var(--idle);
  }`);
  const styles = postcss.parse(`.a {
    width: var(--used);
    margin: var(--unknown, var(--as-fallback, var(--in-fallback-of-fallback)));
    --own: calc(2 * var(--in-a-calculation));
  }`);
  assert.deepEqual(names(keepUsed(tokens, styles)), [
    "--used",
    "--through",
    "--as-fallback",
    "--in-fallback-of-fallback",
    "--in-a-calculation",
  ]);
});

test("tokens that need each other end the search", () => {
  const tokens = readTokens(":root { --a: var(--b); --b: var(--a) }");
  const styles = postcss.parse(".a { width: var(--a) }");
  assert.deepEqual(names(keepUsed(tokens, styles)), ["--a", "--b"]);
  assert.deepEqual(unresolved(postcss.parse(":root{--a:var(--b);--b:var(--a)}.a{width:var(--a)}")), [
    ".a { width: var(--a) }",
  ]);
});

test("a property without a value or a fallback is named", () => {
  const styles = postcss.parse(`
    :root { --known: 1px; --broken: var(--unknown) }
    .fine { width: var(--known); height: var(--unknown, 2px); margin: var(--broken, var(--known)) }
    .empty-fallback { width: var(--unknown,) }
    .private { --mine: var(--unknown) }
    .missing { width: var(--unknown) }
    .missing-deep { width: calc(1px + var(--broken)) }
    .missing-fallback { width: var(--unknown, var(--broken)) }
  `);
  assert.deepEqual(unresolved(styles), [
    ".missing { width: var(--unknown) }",
    ".missing-deep { width: calc(1px + var(--broken)) }",
    ".missing-fallback { width: var(--unknown, var(--broken)) }",
  ]);
});

test("a theme file is one rule of custom properties, a data address with semicolons among them", () => {
  const image = `url("data:image/svg+xml;utf8,<svg a='b;c'/>")`;
  assert.deepEqual(
    [...readTokens(`/* why */ .theme { --image: ${image}; --size: 1px }`)],
    [
      ["--image", image],
      ["--size", "1px"],
    ],
  );
  assert.throws(() => readTokens(":root { --a: 1 } @media print { :root { --a: 2 } }"), /one rule/);
  assert.throws(() => readTokens(":root { color: red }"), /no color/);
});
