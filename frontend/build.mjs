// Builds what the browser gets, into the package's static files:
//   samenspel.css   components, our own styles, and only those design tokens that they use
//   fonts/          the typeface, split by script
//   ballot.css      the same for the pages of those who answer, which must be light
//   ballot.js       what makes answering hold on without a connection
// Beside what compresses well lies what it compresses to: the server sends that where it may.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build, transform } from "esbuild";
import postcss from "postcss";
import { keepUsed, readTokens, unresolved } from "./tokens.mjs";
import { smallTypeface } from "./typeface.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const built = path.resolve(here, process.argv[2] ?? "../src/samenspel/pages/static/built");
const browsers = ["chrome111", "edge111", "firefox114", "safari16.4"];

const minify = async (css) =>
  (await transform(css, { loader: "css", minify: true, target: browsers })).code;

async function bundle(entry) {
  const result = await build({
    absWorkingDir: here,
    assetNames: "fonts/[name]",
    bundle: true,
    entryPoints: [entry],
    external: ["data:*"],
    legalComments: "none",
    loader: { ".woff2": "file" },
    minify: entry.endsWith(".js"),
    format: "esm",
    outdir: built,
    target: browsers,
    write: false,
  });
  const isEntry = (file) => path.basename(file.path) === path.basename(entry);
  return {
    assets: result.outputFiles
      .filter((file) => !isEntry(file))
      .map((file) => [path.relative(built, file.path), file.contents]),
    text: result.outputFiles.find(isEntry).text,
  };
}

async function tokensOfTheme() {
  const example = createRequire(import.meta.url).resolve(
    "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",
  );
  // A later value replaces an earlier one, so an organisation's theme only says what differs.
  return new Map([
    ...readTokens(await readFile(example, "utf8")),
    ...readTokens(await readFile(path.join(here, "theme.css"), "utf8")),
  ]);
}

const rootRule = (tokens) =>
  `:root{${[...tokens].map(([name, value]) => `${name}:${value}`).join(";")}}`;

/** These styles with the tokens they use before them. */
async function withTokens(styles, theme) {
  const tokens = keepUsed(theme, postcss.parse(styles));
  const missing = unresolved(postcss.parse(rootRule(tokens) + styles));
  if (missing.length > 0) {
    throw new Error(`No value and no fallback for:\n  ${missing.join("\n  ")}`);
  }
  return minify(rootRule(tokens) + styles);
}

const toGzip = promisify(gzip);
const toBrotli = promisify(brotliCompress);
const isCompressed = (name) => name.endsWith(".woff2");

/** [name, content] of a file and of its compressed forms. */
async function withCompressed([name, content]) {
  if (isCompressed(name)) return [[name, content]];
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return [
    [name, content],
    [`${name}.gz`, await toGzip(content, { level: 9 })],
    [`${name}.br`, await toBrotli(content, quality)],
  ];
}

async function main() {
  const [theme, pages, ballot, script, typeface] = await Promise.all([
    tokensOfTheme(),
    bundle("samenspel.css"),
    bundle("ballot.css"),
    bundle("ballot/ballot.js"),
    smallTypeface(),
  ]);
  const files = await Promise.all(
    [
      ...pages.assets,
      ...typeface.files,
      ["samenspel.css", await withTokens(pages.text, theme)],
      ["ballot.css", await withTokens(typeface.styles + ballot.text, theme)],
      ["ballot.js", script.text],
    ].map(withCompressed),
  );

  await rm(built, { force: true, recursive: true });
  await mkdir(path.join(built, "fonts"), { recursive: true });
  await Promise.all(
    files.flat().map(([name, content]) => writeFile(path.join(built, name), content)),
  );
  for (const [name, content] of files.flat()) {
    if (name.endsWith(".gz")) console.log(`${name}: ${content.length} bytes`);
  }
}

await main();
