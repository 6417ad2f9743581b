// What the review amounts to: decided, changed, left, by whom; every word as it is changed.

import { byId, make } from "./dom.js";
import { listOfLessons } from "./lessons.js";
import { text } from "./messages.js";
import { get } from "./server.js";

const NONE = { accepted: 0, rejected: 0, edited: 0 };

/** Open the summary; it can be printed. */
export async function openSummary(review, run, openResults) {
  const { state } = review;
  const dialog = byId("summary-dialog");
  const found = await get("summary");
  const lessons = listOfLessons(found.learned, run, (lesson) => review.save("lessons", lesson));
  const { decided, asked, auto, standing } = state.progress;
  const left = Object.values(standing).reduce((sum, [, , mistakes]) => sum + mistakes, 0);
  const changed = found.changes.reduce((sum, { count }) => sum + count, 0);
  const names = new Map(state.documents.map((d) => [d.id, d.name]));
  const button = (id, key, click) =>
    make("button", { type: "button", id, text: text(key), on: { click } });
  dialog.replaceChildren(
    make("h2", { id: "summary-title", text: text("summary.title") }),
    make("p", { class: "buttons" },
      button("summary-print", "summary.print", () => window.print()),
      button("summary-write", "write", () => { dialog.close(); run(openResults); }),
      button("summary-close", "close", () => dialog.close())),
    make("dl", { id: "summary-facts" },
      ...fact("summary.decided", decided), ...fact("summary.open", asked - decided),
      ...fact("summary.auto", auto), ...fact("summary.changed", changed),
      ...fact("summary.left", Math.round(left))),
    make("h3", { text: text("summary.reviewers"), hidden: !found.reviewers.length }),
    make("ul", { id: "summary-reviewers" },
      ...found.reviewers.map((who) => make("li", { text: text("summary.reviewer", { ...NONE, ...who }) }))),
    lessons,
    make("h3", { text: text("summary.words", { count: found.changes.length }) }),
    words(found.changes, names));
  dialog.addEventListener("close", () => {
    byId("current").focus();
    if (lessons.dataset.turned) { // questions have come or gone
      run(() => review.begin());
    }
  }, { once: true });
  dialog.showModal();
  byId("summary-close").focus();
}

const fact = (key, value) => [
  make("dt", { text: text(key) }), make("dd", { text: text("number", { value }) }),
];

function words(changes, names) {
  const heads = ["before", "after", "places", "where"]
    .map((name) => make("th", { text: text(`summary.${name}`) }));
  const rows = changes.map(({ before, after, count, places }) => make("tr", {},
    make("td", { text: before }),
    make("td", { text: after || text("delete"), lang: after ? "vi" : null }),
    make("td", { text: text("number", { value: count }) }),
    make("td", { text: where(places, names) + (count > places.length ? " …" : "") })));
  return make("table", { id: "summary-words" },
    make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
}

/** Return where a word stands, each document named once. */
function where(places, names) {
  const byDocument = new Map();
  for (const [number, page, line] of places) {
    const pages = byDocument.get(number) ?? new Map();
    byDocument.set(number, pages.set(page, [...(pages.get(page) ?? []), line]));
  }
  const said = (pages) => [...pages].map(([page, lines]) =>
    text("summary.place", { page, lines: [...new Set(lines)].join(", ") })).join(", ");
  return [...byDocument].map(([number, pages]) =>
    [names.size > 1 && names.get(number), said(pages)].filter(Boolean).join(": ")).join("; ");
}
