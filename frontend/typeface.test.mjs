import assert from "node:assert/strict";
import { test } from "node:test";
import { charactersIn, SCRIPTS, smallTypeface } from "./typeface.mjs";

test("a range is every character in it, the first and the last too", () => {
  assert.equal(charactersIn("U+41-43,U+20AC"), "ABC€");
});

test("no character is asked of two files", () => {
  const all = Object.values(SCRIPTS).map((range) => [...charactersIn(range)]).flat();
  assert.equal(new Set(all).size, all.length);
});

test("what Dutch, Frisian and the languages around need is in the file that is always fetched", () => {
  const always = new Set(charactersIn(SCRIPTS.latin));
  const needed = "Eén financiële reünie, «âldste» ‘skûtsje’: € 1.000 – “ja”… Œuvre œ Ærø straße ñ ½ · −";
  assert.deepEqual([...needed].filter((character) => !always.has(character)), []);
});

test("each file is a typeface, named by the styles, and both are half of what they were", async () => {
  const { files, styles } = await smallTypeface();
  const contents = [...files.values()];

  assert.deepEqual([...files.keys()], ["fonts/ballot-latin.woff2", "fonts/ballot-latin-ext.woff2"]);
  assert.deepEqual(
    contents.map((content) => content.subarray(0, 4).toString()),
    ["wOF2", "wOF2"],
  );
  assert.ok(contents[0].length < 22_000 && contents[1].length < 11_000);
  for (const name of files.keys()) assert.ok(styles.includes(`url(${name})`));
  assert.equal(styles.match(/font-weight:400 700/g).length, 2);
});
