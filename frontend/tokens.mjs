// Design tokens are CSS custom properties. The design system has thousands; a page needs hundreds.
import postcss from "postcss";
import parseValue from "postcss-value-parser";

const isToken = (name) => name.startsWith("--");

/** The var() functions in a value, outermost first: [{ name, fallback }], fallback null if none. */
function references(value) {
  const found = [];
  parseValue(value).walk((node) => {
    if (node.type !== "function" || node.value !== "var") return undefined;
    const comma = node.nodes.findIndex(({ type, value: text }) => type === "div" && text === ",");
    const fallback = comma < 0 ? null : parseValue.stringify(node.nodes.slice(comma + 1));
    found.push({ name: node.nodes[0].value, fallback });
    return false; // what is inside belongs to the fallback
  });
  return found;
}

function namesIn(value) {
  return references(value).flatMap(({ name, fallback }) => [
    name,
    ...(fallback === null ? [] : namesIn(fallback)),
  ]);
}

/** The tokens of a theme file. It may hold one rule only: a second could override it unseen. */
export function readTokens(css) {
  const root = postcss.parse(css);
  const rules = root.nodes.filter(({ type }) => type !== "comment");
  if (rules.length !== 1 || rules[0].type !== "rule") {
    throw new Error("A theme file holds exactly one rule with custom properties");
  }
  const tokens = new Map();
  rules[0].walkDecls(({ prop, value }) => {
    if (!isToken(prop)) throw new Error(`A theme file holds no ${prop}`);
    tokens.set(prop, value.trim());
  });
  return tokens;
}

/** The tokens that the styles use, directly or through another token. */
export function keepUsed(tokens, styles) {
  const used = new Set();
  const queue = [];
  styles.walkDecls(({ value }) => queue.push(...namesIn(value)));
  while (queue.length > 0) {
    const name = queue.pop();
    if (used.has(name) || !tokens.has(name)) continue;
    used.add(name);
    queue.push(...namesIn(tokens.get(name)));
  }
  return new Map([...tokens].filter(([name]) => used.has(name)));
}

/** Properties whose value would be thrown away by the browser, as "selector { property: value }".
 *
 * A component may leave one of its private properties without a value, as long as whoever
 * reads it brings a fallback; so only properties that draw something are listed.
 */
export function unresolved(styles) {
  const values = new Map();
  styles.walkDecls(({ prop, value }) => {
    if (isToken(prop)) values.set(prop, [...(values.get(prop) ?? []), value]);
  });
  const known = new Map();
  const isKnown = (name) => {
    if (!known.has(name)) {
      known.set(name, false); // a property that needs itself has no value
      known.set(name, (values.get(name) ?? []).some(resolves));
    }
    return known.get(name);
  };
  const resolves = (value) =>
    references(value).every(
      ({ name, fallback }) => isKnown(name) || (fallback !== null && resolves(fallback)),
    );
  const missing = [];
  styles.walkDecls(({ parent, prop, value }) => {
    if (!isToken(prop) && !resolves(value)) {
      missing.push(`${parent.selector ?? parent.name} { ${prop}: ${value} }`);
    }
  });
  return missing;
}
