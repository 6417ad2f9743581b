// The three lists: words of the line, the queue, and the places of a series.

import { byId, make, mark } from "./dom.js";
import { current as language, percent, text } from "./messages.js";
import { cropOf } from "./server.js";

let shownPlaces = []; // what the list of places was made of
const entries = new Map(); // element of each item of the queue

/** Show the line word by word: as read above, as it would stand below. */
export function showWords({ view, details, standing }) {
  const list = byId("words");
  if (!view) {
    list.replaceChildren();
    return;
  }
  const focused = list.contains(document.activeElement);
  const series = new Set(details.places.map((p) => p.id));
  list.replaceChildren(...view.units.map((unit) => {
    const now = { ...unit, ...standing.get(unit.id) };
    const isCurrent = view.id ? unit.id === view.id : unit.start === view.start;
    return word(now, { isCurrent, inSeries: Boolean(unit.id) && series.has(unit.id) });
  }));
  if (focused) {
    list.querySelector("[aria-current] button, button")?.focus();
  }
}

function word(unit, { isCurrent, inSeries }) {
  const entry = make("li",
    { class: unit.space ? "" : "joined", "aria-current": isCurrent ? "true" : null },
    make("button", { type: "button", "aria-label": spoken(unit), title: hint(unit) },
      make("span", { class: "was", text: unit.before }),
      make("span", { class: "now", text: unit.after || "∅", lang: "vi" })));
  const { start, end, before, after, id, status } = unit;
  mark(entry, { start, end, before, after, id, status });
  if (id) {
    mark(entry, {
      sure: sureness(unit.confidence), auto: unit.auto || null, conflict: unit.conflict || null,
      series: inSeries || null,
    });
  }
  return entry;
}

function spoken({ id, before, after, confidence, status }) {
  if (!id) {
    return text("word.same", { before });
  }
  return text("word.changed", {
    before, after: after || text("delete"), share: percent(confidence), status: text(`status.${status}`),
  });
}

const hint = ({ id, confidence }) =>
  (id ? text("sure", { share: percent(confidence) }) : text("word.write"));

// What is shown beside the queue takes room from it: the current question stays in sight.
new ResizeObserver(() => {
  byId("queue-list").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}).observe(byId("queue-list"));

/** Show the queue; only what has changed is made anew, for there may be thousands. */
export function showQueue({ queue, filters, details }) {
  const { items, left } = queue;
  const index = details?.free ? -1 : queue.index;
  const list = byId("queue-list");
  const title = filters.show === "conflict" ? "queue.conflicts" : "queue.title";
  byId("queue-title").textContent = text(title, { count: left });
  const known = new Set(items.map((item) => item.id));
  for (const [id, entry] of entries) {
    if (!known.has(id)) {
      entry.remove();
      entries.delete(id);
    }
  }
  items.forEach((item, k) => {
    const entry = entries.get(item.id) ?? queueEntry(item);
    entries.set(item.id, entry);
    if (list.children[k] !== entry) {
      list.insertBefore(entry, list.children[k] ?? null);
    }
    updateEntry(entry, item, k === index);
  });
}

function queueEntry({ id, before, after }) {
  return make("li", { data: { series: id } },
    make("button", { type: "button", tabindex: "-1" },
      make("span", { class: before ? "was" : "asked", text: before || text("queue.add") }),
      make("span", { "aria-hidden": "true", class: "arrow", text: before === after ? "" : "→" }),
      target(before, after),
      make("span", { class: "count" })));
}

/** Return what an entry says about its word: the proposal, or what is asked without one. */
function target(before, after) {
  if (after && before !== after) {
    return make("span", { class: "now", text: after, lang: "vi" });
  }
  return make("span", { class: "asked", text: text(after ? "queue.leave" : "queue.delete") });
}

function updateEntry(entry, item, isCurrent) {
  const { count, confidence, done } = item;
  const shown = `${count} ${confidence} ${done} ${isCurrent}`;
  if (entry.dataset.shown === shown) {
    return;
  }
  mark(entry, { shown, done: done || null, sure: sureness(confidence) });
  entry.querySelector(".count").textContent = count > 1 ? `×${count}` : "";
  if (isCurrent) {
    entry.setAttribute("aria-current", "true");
    entry.scrollIntoView({ block: "nearest" });
  } else {
    entry.removeAttribute("aria-current");
  }
}

/** Show where the series stands; unticked places are excepted. */
export function showPlaces(review) {
  const { view, details, unticked, state } = review;
  const now = [details, view?.id, [...unticked].join(), language()];
  if (now.every((value, k) => value === shownPlaces[k])) {
    return;
  }
  shownPlaces = now;
  const section = byId("places");
  section.hidden = !details || details.places.length < 2;
  if (section.hidden) {
    byId("places-list").replaceChildren();
    return;
  }
  const count = details.places.length;
  byId("places-title").textContent = text("places.title", { count });
  const names = new Map(state.documents.map((d) => [d.id, d.name]));
  const several = state.documents.length > 1;
  const shown = details.places.filter((p) => p.word !== undefined); // a decision is for all
  const rows = shown.map((p) => place(p, {
    isCurrent: view?.id === p.id, ticked: !unticked.has(p.id), name: several ? names.get(p.document) : "",
  }));
  if (count > shown.length) {
    rows.push(make("li", { text: text("places.more", { count: count - shown.length }) }));
  }
  byId("places-list").replaceChildren(...rows);
  byId("places-list").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function place(p, { isCurrent, ticked, name }) {
  const at = { page: p.page, line: p.line };
  const where = [text("place", at), name].filter(Boolean).join(" · ");
  return make("li", { data: { id: p.id }, "aria-current": isCurrent ? "true" : null },
    make("input", { type: "checkbox", value: p.id, checked: ticked, "aria-label": text("place.tick", at) }),
    make("button", { type: "button", tabindex: "-1" },
      p.crop
        ? make("img", { class: "crop", src: cropOf(p.id), alt: `${p.left}${p.word}${p.right}`, loading: "lazy" })
        : make("span", { class: "snippet" },
          make("span", { text: p.left }), make("b", { text: p.word }), make("span", { text: p.right })),
      make("span", { class: "name", text: where }),
      make("span", { class: "count", text: percent(p.confidence) })));
}

/** How sure the engine is, in three steps that have a shade and a line each. */
export function sureness(confidence) {
  if (confidence >= 0.95) {
    return "high";
  }
  return confidence >= 0.75 ? "middle" : "low";
}
