"use strict";
(() => {
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const blocks = all(".block");
  const boxes = all(".filters input");
  const search = document.querySelector("input[type=search]");
  const told = document.querySelector("#told");
  const papers = all("details.document");
  const category = (block) => block.dataset.category;

  // What did not come up needs no filter.
  const counts = new Map();
  for (const block of blocks) counts.set(category(block), (counts.get(category(block)) || 0) + 1);
  for (const box of boxes) {
    const count = counts.get(box.value) || 0;
    box.parentElement.hidden = count === 0;
    box.nextElementSibling.textContent = count;
  }
  if (papers.length === 1) papers[0].open = true;

  const show = () => {
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const words = search.value.toLowerCase().trim();
    let shown = 0;
    for (const block of blocks) {
      const hit = words === "" || block.textContent.toLowerCase().includes(words);
      block.hidden = !(hit && wanted.has(category(block)));
      shown += !block.hidden;
    }
    told.textContent = `${shown} of ${blocks.length} blocks`;
  };

  const move = (step) => {
    const open = blocks.filter((block) => !block.hidden && block.closest("details").open);
    const at = open.indexOf(document.activeElement);
    const next = open[at < 0 ? (step > 0 ? 0 : open.length - 1) : at + step];
    if (next) next.focus();
  };

  const isTyping = () => document.activeElement === search;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && isTyping()) {
      search.value = "";
      show();
      search.blur();
    } else if (isTyping()) {
      return;
    } else if (event.key === "/") {
      search.focus();
    } else if (event.key === "j" || event.key === "ArrowDown") {
      move(1);
    } else if (event.key === "k" || event.key === "ArrowUp") {
      move(-1);
    } else if (event.key === "w") {
      document.body.classList.toggle("all");
    } else {
      return;
    }
    event.preventDefault();
  });
  search.addEventListener("input", show);
  for (const box of boxes) box.addEventListener("change", show);
  show();
})();
