// In the room one goes on with the arrows, or with a clicker, which sends the same keys as "page".
"use strict";

const ways = new Map([
  ["ArrowRight", "next"],
  ["PageDown", "next"],
  ["ArrowLeft", "prev"],
  ["PageUp", "prev"],
]);

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const way = ways.get(event.key);
  const link = way && document.querySelector(`.on-screen a[rel="${way}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
