// rabbitgen docs: the one script of a catalogue. Every page can be read without it; it adds the search, the filter of the
// flow, the buttons, and opens what a link leads to. Text goes into the page as text (`textContent`) only.

/** Results that are listed. */
const MOST_RESULTS = 30;

const root = document.body.dataset.root ?? "";

/** @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} content */
function element(tag, attributes, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

// --- search

const search = document.querySelector(".search");
const input = document.querySelector("#search");
const found = document.querySelector("#found");
const count = document.querySelector("#found-count");
/** @type {Promise<readonly Entry[]> | undefined} */
let entries;

/** @typedef {{ page: string, name: string, kind: string, folded: string, words: string, named: [string, string, string][] }} Entry */

/** What is searched, loaded when it is first asked for. */
function loadEntries() {
  entries ??= new Promise((resolve, reject) => {
    const script = element("script", { src: `${root}search-data.js` });
    script.addEventListener("error", () => reject(new Error("search-data.js is missing")));
    script.addEventListener("load", () =>
      resolve(
        globalThis.rabbitgenEntries.map(([page, name, kind, words, named]) => ({
          page,
          name,
          kind,
          folded: name.toLowerCase(),
          words: words.toLowerCase(),
          named: named.map(([label, anchor]) => [label, anchor, label.replace(/^\S+ /, "").toLowerCase()]),
        })),
      ),
    );
    document.head.append(script);
  });
  return entries;
}

/** The best results first: names that begin with what is sought, names that have it, what is inside, other words. */
function resultsOf(all, sought) {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const results = [];
  for (const entry of all) {
    const property = entry.named.find(([, , folded]) => words.every((word) => folded.includes(word)));
    const inName = words.every((word) => entry.folded.includes(word));
    const anywhere = words.every(
      (word) =>
        entry.folded.includes(word) ||
        entry.words.includes(word) ||
        entry.named.some(([, , folded]) => folded.includes(word)),
    );
    if (!anywhere) continue;
    const rank = entry.folded.startsWith(words[0]) ? 0 : inName ? 1 : property ? 2 : 3;
    const shown = inName ? undefined : property;
    results.push({ rank, entry, property: shown });
  }
  return results.sort((a, b) => a.rank - b.rank);
}

async function showResults() {
  const sought = input.value;
  let results;
  try {
    results = resultsOf(await loadEntries(), sought);
  } catch (error) {
    count.textContent = `The search does not work: ${error.message}.`;
    return;
  }
  if (sought !== input.value) return;
  found.replaceChildren(
    ...results.slice(0, MOST_RESULTS).map(({ entry, property }) => {
      const about = property === undefined ? entry.kind : `${entry.kind}, ${property[0]}`;
      const target = `${root}${encodeURI(entry.page)}${property === undefined ? "" : property[1]}`;
      return element("li", {}, element("a", { href: target }, entry.name, element("small", {}, about)));
    }),
  );
  found.hidden = results.length === 0;
  const more = results.length > MOST_RESULTS ? `, the first ${MOST_RESULTS} are shown` : "";
  count.textContent =
    sought.trim() === "" ? "" : `${results.length} result${results.length === 1 ? "" : "s"}${more}`;
}

function closeResults() {
  found.hidden = true;
  count.textContent = "";
}

function moveFocus(event, step) {
  const links = [...found.querySelectorAll("a")];
  const next = links.indexOf(document.activeElement) + step;
  event.preventDefault();
  if (next < 0) input.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
}

search.hidden = false;
input.addEventListener("focus", () => loadEntries().catch(() => {}));
input.addEventListener("input", showResults);
search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") moveFocus(event, 1);
  else if (event.key === "ArrowUp") moveFocus(event, -1);
  else if (event.key === "Enter" && event.target === input) found.querySelector("a")?.click();
  else if (event.key === "Escape") {
    closeResults();
    input.focus();
  }
});
found.addEventListener("click", closeResults);
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea") !== null;
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  input.focus();
});

// --- what a link leads to is open

function openTarget() {
  let id;
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    return;
  }
  const target = id === "" ? null : document.getElementById(id);
  if (target === null) return;
  const own = target.querySelector(":scope > details");
  if (own !== null) own.open = true;
  for (let at = target.closest("details"); at !== null; at = at.parentElement?.closest("details") ?? null)
    at.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", openTarget);
openTarget();

// --- everything is printed

addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    details.open = true;
    details.dataset.printed = "";
  }
});
addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("details[data-printed]")) {
    details.open = false;
    delete details.dataset.printed;
  }
});

// --- buttons

for (const tree of document.querySelectorAll(".tree")) {
  const all = [...tree.querySelectorAll("details")];
  if (all.length < 2) continue;
  const button = (label, open) => {
    const made = element("button", { type: "button" }, label);
    made.addEventListener("click", () => {
      for (const details of all) details.open = open;
    });
    return made;
  };
  tree.before(
    element("div", { class: "buttons" }, button("Expand all", true), button("Collapse all", false)),
  );
}

if (navigator.clipboard !== undefined) {
  for (const block of document.querySelectorAll("pre.code")) {
    const text = block.textContent;
    const button = element("button", { type: "button" }, "Copy");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed";
      }
    });
    block.append(button);
  }
}

// --- the flow's filter

const filters = document.querySelector(".filters");
if (filters !== null) {
  const byService = document.querySelector("#by-service");
  const byEvent = document.querySelector("#by-event");
  const apply = () => {
    const wanted = [
      byService.selectedIndex > 0 ? `s${byService.selectedIndex - 1}` : undefined,
      byEvent.selectedIndex > 0 ? `e${byEvent.selectedIndex - 1}` : undefined,
    ].filter((each) => each !== undefined);
    for (const part of document.querySelectorAll(".flow .node, .flow .edge"))
      part.classList.toggle("dim", !wanted.every((each) => part.classList.contains(each)));
    const chosen = new URLSearchParams();
    if (byService.value !== "") chosen.set("service", byService.value);
    if (byEvent.value !== "") chosen.set("event", byEvent.value);
    history.replaceState(null, "", chosen.size === 0 ? location.pathname : `#${chosen}`);
  };
  const chosen = new URLSearchParams(location.hash.slice(1));
  byService.value = chosen.get("service") ?? "";
  byEvent.value = chosen.get("event") ?? "";
  for (const select of [byService, byEvent]) if (select.selectedIndex < 0) select.selectedIndex = 0;
  filters.hidden = false;
  filters.addEventListener("change", apply);
  filters.addEventListener("submit", (event) => event.preventDefault());
  if (byService.value !== "" || byEvent.value !== "") apply();
}
