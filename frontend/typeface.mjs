// The typeface for those who answer on a phone: only the characters of European languages, and
// only the weights that are used. What is left is half of what the other pages load.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

const { resolve } = createRequire(import.meta.url);
const FAMILY = "@fontsource-variable/atkinson-hyperlegible-next";
const WEIGHTS = { min: 400, max: 700 };
const COPYRIGHT_AND_LICENCE = [0, 13, 14]; // the licence asks that they stay in the file

/** Per file of the typeface the characters it is for, as unicode-range has it. It has no arrows
 * or ticks: pages draw those. A browser fetches a file when a character on the page asks for it,
 * so what most pages lack is in a file of its own. */
export const SCRIPTS = {
  latin:
    "U+20-7E,U+A0-FF,U+131,U+152-153,U+2C6,U+2DA,U+2DC,U+300-301,U+303-304,U+308,U+2009," +
    "U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+2039-203A,U+2044,U+20AC,U+2122,U+2212",
  "latin-ext": "U+100-130,U+132-151,U+154-17F,U+218-21B,U+237,U+1E80-1E85,U+1E9E,U+1EF2-1EF3",
};

/** Every character of a unicode-range without wildcards. */
export function charactersIn(unicodeRange) {
  const codes = unicodeRange.split(",").flatMap((range) => {
    const [first, last = first] = range.trim().slice("U+".length).split("-");
    const [from, to] = [first, last].map((code) => Number.parseInt(code, 16));
    return Array.from({ length: to - from + 1 }, (_, place) => from + place);
  });
  return String.fromCodePoint(...codes);
}

async function file(script) {
  const whole = resolve(
    `${FAMILY}/files/atkinson-hyperlegible-next-${script}-wght-normal.woff2`,
  );
  return subsetFont(await readFile(whole), charactersIn(SCRIPTS[script]), {
    preserveNameIds: COPYRIGHT_AND_LICENCE,
    targetFormat: "woff2",
    variationAxes: { wght: WEIGHTS },
  });
}

// "optional": a typeface that comes late would move the answers under a thumb. Whoever has a slow
// line reads the first page in the letters of the phone, and the next one in ours.
const face = (name, range) => `@font-face{
  font-display:optional;
  font-family:"Atkinson Hyperlegible Next Variable";
  font-style:normal;
  font-weight:${WEIGHTS.min} ${WEIGHTS.max};
  src:url(${name}) format("woff2");
  unicode-range:${range}}`;

/** { files: Map of name → content, styles: the rules that point to them }. */
export async function smallTypeface() {
  const made = await Promise.all(
    Object.entries(SCRIPTS).map(async ([script, range]) => {
      const name = `fonts/ballot-${script}.woff2`;
      return { content: await file(script), name, rule: face(name, range) };
    }),
  );
  return {
    files: new Map(made.map(({ content, name }) => [name, content])),
    styles: made.map(({ rule }) => rule).join(""),
  };
}
