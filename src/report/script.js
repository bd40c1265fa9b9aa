"use strict";
(() => {
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const boxes = all(".filters input");
  const search = document.querySelector("input[type=search]");
  const told = document.querySelector("#told");
  const bar = document.querySelector(".tools");
  const papers = all("details.document").map((fold) => {
    const hits = document.createElement("span");
    hits.className = "hits";
    fold.querySelector("h2").after(hits);
    return { fold, hits, blocks: all(".block", fold) };
  });
  const blocks = papers.flatMap((paper) => paper.blocks);

  // A paragraph of which a part goes is both: it counts and shows under both names.
  const names = ({ dataset, classList }) => (classList.contains("part") ? ["kept", dataset.category] : [dataset.category]);

  // What did not come up needs no filter.
  const counts = new Map();
  for (const name of blocks.flatMap(names)) counts.set(name, (counts.get(name) || 0) + 1);
  for (const box of boxes) {
    const count = counts.get(box.value) || 0;
    box.parentElement.hidden = count === 0;
    box.nextElementSibling.textContent = count;
  }
  if (papers.length === 1) papers[0].fold.open = true;

  // What is searched of a block: its text and what was found of it, without the words that name the figures.
  const folded = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();
  const texts = new Map();
  const text = (block) => {
    if (!texts.has(block)) {
      const found = all(".text, .value", block).map((part) => folded(part.textContent));
      texts.set(block, [...found, ...names(block)].join("\n"));
    }
    return texts.get(block);
  };

  // Remembers which folds are open; gives what puts them back.
  const heldFolds = () => {
    const open = papers.map(({ fold }) => fold.open);
    return () => papers.forEach(({ fold }, at) => (fold.open = open[at]));
  };

  let endSearch = null;
  const show = () => {
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const words = folded(search.value);
    const isSearch = words !== "";
    if (isSearch) endSearch ??= heldFolds();
    let shown = 0;
    for (const { fold, blocks, hits } of papers) {
      let count = 0;
      for (const block of blocks) {
        block.hidden = !(names(block).some((name) => wanted.has(name)) && (!isSearch || text(block).includes(words)));
        count += !block.hidden;
      }
      shown += count;
      hits.textContent = isSearch ? ` ${count} found` : "";
      fold.hidden = isSearch && count === 0;
      if (isSearch && count > 0) fold.open = true;
    }
    told.textContent = `${shown} of ${blocks.length} blocks`;
    if (!isSearch) {
      endSearch?.();
      endSearch = null;
    }
  };

  let endPrint = null;
  addEventListener("beforeprint", () => {
    endPrint = heldFolds();
    for (const { fold } of papers) fold.open = true;
  });
  addEventListener("afterprint", () => endPrint?.());

  // Where the focus was last, also if that is filtered away or the focus is nowhere now.
  const stops = all("summary, .block");
  const places = new Map(stops.map((stop, place) => [stop, place]));
  let place = null;
  addEventListener("focusin", (event) => (place = places.get(event.target) ?? place));

  const isShown = (stop) => stop.matches(".block:not([hidden])") && stop.closest("details").matches("[open]:not([hidden])");
  const move = (step) => {
    let next = (place ?? (step > 0 ? -1 : stops.length)) + step;
    while (stops[next] && !isShown(stops[next])) next += step;
    stops[next]?.focus();
  };

  // The bar must not stand on what gets the focus.
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);

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
    } else if (event.key === "j") {
      move(1);
    } else if (event.key === "k") {
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
