// How many words of the text output are words of the page as a browser shows it.
//
//   node words.mjs DECHAFF CHROMIUM PAGES...    pages may be gzip; prints words that the browser does not show
//
// Three times: with the style sheets inside of the page, which hide what scripts would show; without them; and
// with all opened that attributes hide, so that what is left are words that are glued or split.
// Scripts and network are off. The numbers of lists are marks of the output and no words.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gunzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const [dechaff, executablePath, ...inputs] = process.argv.slice(2);
// Soft hyphens are left out of the output, as nobody sees them.
const words = (text) => text.normalize("NFC").replaceAll("\u00AD", "").toLowerCase().match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
await context.route("**/*", (route) => route.abort());
const results = { styled: { all: 0, odd: [] }, plain: { all: 0, odd: [] }, opened: { all: 0, odd: [] } };

function compare(name, result, output, seen) {
  const shown = new Map();
  for (const word of words(seen)) shown.set(word, (shown.get(word) ?? 0) + 1);
  for (const word of words(output)) {
    result.all += 1;
    const left = shown.get(word) ?? 0;
    if (left > 0) shown.set(word, left - 1);
    else result.odd.push(`${name}\t${word}`);
  }
}

for (const input of inputs) {
  const name = basename(input);
  const bytes = readFileSync(input);
  const page = await context.newPage();
  try {
    const html = (input.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    await page.setContent(html, { waitUntil: "domcontentloaded", timeout: 20000 });
    const text = execFileSync(dechaff, ["--quiet", input], { encoding: "utf8", maxBuffer: 1 << 28 });
    const output = text.replace(/^\s*\d+\. /gm, "");
    const seen = () => page.evaluate(() => document.body?.innerText ?? "");
    compare(name, results.styled, output, await seen());
    await page.evaluate(() => document.querySelectorAll("style").forEach((style) => style.remove()));
    compare(name, results.plain, output, await seen());
    await page.evaluate(() => {
      for (const element of document.querySelectorAll("[style], [hidden], details, dialog")) {
        element.removeAttribute("style");
        element.removeAttribute("hidden");
        if (element.matches("details, dialog")) element.open = true;
      }
    });
    compare(name, results.opened, output, await seen());
  } catch (error) {
    console.log(`${name}: ${error.message.split("\n")[0]}`);
  }
  await page.close();
}
await browser.close();
console.log(results.opened.odd.join("\n"));
for (const [styles, { all, odd }] of Object.entries(results)) {
  const share = (100 * (1 - odd.length / all)).toFixed(3);
  console.log(`${styles}: ${share} % of ${all} words on ${inputs.length} pages are words that the browser shows`);
}
