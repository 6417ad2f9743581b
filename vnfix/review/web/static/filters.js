// The filters: what the queue shows.

import { byId, make } from "./dom.js";
import { has, text } from "./messages.js";
import { get } from "./server.js";

const SHOW = ["", "auto", "decided", "rejected", "edited", "conflict", "all"];
const CONFIDENCE = { "": {}, low: { high: 0.75 }, middle: { low: 0.75, high: 0.95 }, high: { low: 0.95 } };

/** Open the filters; choosing begins the queue anew. */
export async function openFilters(review, run) {
  const dialog = byId("filter-dialog");
  const { filters, state } = review;
  const kinds = await get("kinds");
  const documents = ["", ...state.documents.map((d) => String(d.id))];
  const form = make("form", { method: "dialog" },
    make("h2", { id: "filter-title", text: text("filter.title") }),
    row("show", SHOW, filters.show, (v) => text(`show.${v || "open"}`)),
    row("confidence", Object.keys(CONFIDENCE), step(filters), (v) => text(`confidence.${v || "any"}`)),
    row("document", documents, filters.document, (v) => nameOf(state, v)),
    pageRow(filters.page),
    row("fixer", ["", ...kinds.fixers], filters.fixer, (v) => named("fixer", v)),
    row("damage", ["", ...kinds.damage], filters.damage, (v) => named("damage", v)),
    make("p", { class: "buttons" },
      make("button", { class: "main", value: "apply", text: text("filter.apply") }),
      make("button", { value: "clear", text: text("filter.clear") })));
  dialog.replaceChildren(form);
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue) {
      run(() => review.filter(dialog.returnValue === "apply" ? chosen(form) : {}));
    }
    byId("current").focus();
  }, { once: true });
  dialog.showModal();
}

function chosen(form) {
  const values = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
  const { confidence = "", ...rest } = values;
  return { ...rest, ...CONFIDENCE[confidence] };
}

/** Return the step of confidence that filters stand for. */
function step({ low = "", high = "" }) {
  const ends = (range) => `${range.low ?? ""}-${range.high ?? ""}`;
  return Object.keys(CONFIDENCE).find((name) => ends(CONFIDENCE[name]) === ends({ low, high })) ?? "";
}

function row(name, values, current, label) {
  const id = `filter-${name}`;
  const options = values.map((value) => {
    const selected = value === (current ?? "");
    return make("option", { value, selected, text: label(value) });
  });
  return make("p", {},
    make("label", { for: id, text: text(`filter.${name}`) }),
    make("select", { id, name }, ...options));
}

function pageRow(page) {
  return make("p", {},
    make("label", { for: "filter-page", text: text("filter.page") }),
    make("input", { id: "filter-page", name: "page", type: "number", min: 1, value: page ?? "" }));
}

function nameOf({ documents }, id) {
  return documents.find((d) => String(d.id) === id)?.name ?? text("filter.any");
}

function named(kind, value) {
  if (!value) {
    return text("filter.any");
  }
  return has(`${kind}.${value}`) ? text(`${kind}.${value}`) : value;
}
