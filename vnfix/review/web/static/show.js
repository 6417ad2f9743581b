// Writes what the review says into the page: header, the current change, buttons, the edit field.

import { announce } from "./announce.js";
import { byId, make, mark } from "./dom.js";
import { KEYS, shownKeys } from "./keys.js";
import { showPlaces, showQueue, showWords, sureness } from "./lists.js";
import { has, percent, text } from "./messages.js";
import { showSecond } from "./second.js";

const SOON = 40; // questions ahead that the outlook is about
const ACTIONS = ["accept", "reject", "edit", "again", "restOfLine", "undo"];
const IN_BAR = [
  ["previous", "next"], ["previousPage", "nextPage"], ["previousPlace", "nextPlace"], ["untick"], ["only"],
  ["zoomWhole"], ["garble"], ["find"], ["documents"], ["order"], ["summary"], ["write"],
];

const NOTHING = Object.fromEntries([
  "series", "place", "document", "page", "line", "start", "end", "before", "after", "count", "status", "whole",
].map((name) => [name, null]));

let editing = null; // a span that nobody proposed to change, or null for the current change
let told = ""; // what was announced last, so that it is not said twice

/** Show the whole state of the review. */
export function everything(review, picture) {
  showHeader(review);
  queueTools(review);
  showQueue(review);
  showPlaces(review);
  showWords(review);
  showCurrent(review);
  if (review.view) {
    picture.show(review.view);
  }
  document.body.dataset.state = stateOf(review);
}

function stateOf(review) {
  if (review.view) {
    return "ready";
  }
  return review.started && !review.busy ? "done" : "starting";
}

function showHeader(review) {
  const { decided, asked, conflicts } = review.state.progress;
  const bar = byId("progress");
  bar.max = Math.max(asked, 1);
  bar.value = decided;
  bar.setAttribute("aria-label", text("progress.label"));
  bar.title = text("progress", { decided, asked });
  byId("progress-text").textContent = outlook(review);
  byId("where").textContent = whereText(review);
  byId("where").title = byId("where").textContent;
  const filtered = Object.entries(review.filters).some(([name, value]) => name !== "order" && value);
  byId("filter-button").classList.toggle("on", filtered);
  byId("conflicts").hidden = !conflicts;
  byId("conflicts").textContent = text("conflicts", { count: conflicts });
  showProposing(review);
}

/** Return how many mistakes are left, and how many the next questions should take away. */
function outlook({ state, view, queue }) {
  const { standing } = state.progress;
  const mistakes = (row) => row?.[2] ?? 0;
  const all = Object.values(standing).reduce((sum, row) => sum + mistakes(row), 0);
  const here = view ? mistakes(standing[view.document]) : all;
  const parts = [text("outlook.here", { count: Math.round(here) })];
  if (Object.keys(standing).length > 1) {
    parts.push(text("outlook.all", { count: Math.round(all) }));
  }
  const questions = Math.min(queue.left, SOON);
  const share = all ? Math.min(queue.promise(questions) / all, 1) : 0;
  if (questions && share >= 0.01) {
    parts.push(text("outlook.soon", { count: questions, share: percent(share) }));
  }
  return parts.join(" · ");
}

function showProposing(review) {
  const { documents } = review.state;
  const waiting = documents.filter((d) => ["queued", "proposing"].includes(d.state)).length;
  const failed = documents.filter((d) => d.state === "failed");
  const parts = [];
  if (waiting) {
    parts.push(text("proposing", { count: documents.length, ready: documents.length - waiting }));
  }
  if (failed.length) {
    parts.push(text("failed", { count: failed.length }));
  }
  const status = byId("documents");
  status.hidden = !parts.length;
  status.textContent = parts.join(" · ");
  status.title = failed.map((d) => `${d.name}: ${text(`cause.${d.cause || "broken"}`)}`).join("\n");
}

function whereText({ view, state }) {
  if (!view) {
    return "";
  }
  const known = state.documents.find((d) => d.id === view.document);
  const name = known?.name ?? "";
  return text("where", { name, page: view.page, pages: known?.pages ?? view.page, line: view.line });
}

function showCurrent(review) {
  const { view } = review;
  const state = stateOf(review);
  byId("current").hidden = state === "starting";
  byId("finished").hidden = state !== "done";
  for (const id of ["change", "actions", "alternatives"]) {
    byId(id).hidden = !view;
  }
  if (view) {
    showChange(review);
  } else {
    told = "";
    mark(byId("current"), NOTHING);
  }
}

function showChange(review) {
  const { view } = review;
  const count = review.ticked.length;
  const now = { ...view, ...decidedSince(review) };
  const { before, after, start, end, document: number, page, line, series } = view;
  mark(byId("current"), {
    series, place: view.id, document: number, page, line, start, end, before, after, count,
    status: now.status, whole: review.details.whole,
  });
  byId("change-before").textContent = before;
  byId("change-after").textContent = after;
  byId("change-text").hidden = question(view) !== null;
  byId("change-question").hidden = question(view) === null;
  byId("change-question").textContent = question(view);
  byId("change").dataset.sure = sureness(view.confidence);
  byId("change-facts").textContent = facts(review, count);
  showVerdict(now);
  showSecond(view);
  showAlternatives(view, count);
  showCounts(view, count);
  tell(review);
}

/** Return what was decided about the shown place since it was fetched. */
function decidedSince({ view, standing, state }) {
  const since = standing.get(view.id);
  return since ? { status: since.status, decided: since.after, reviewer: state.reviewer } : {};
}

function facts({ view, details }, count) {
  const many = details.places.length;
  if (details.free) {
    return text("free");
  }
  const parts = [text("sure", { share: percent(view.confidence) })];
  if (many > 1) {
    parts.push(text("places.of", { ticked: count, count: many }));
  }
  parts.push(has(`fixer.${view.fixer}`) ? text(`fixer.${view.fixer}`) : view.fixer);
  if (view.auto) {
    parts.push(text("automatic"));
  }
  return parts.join(" · ");
}

function showVerdict({ status, decided, reviewer, opinions: differing }) {
  const verdict = byId("change-verdict");
  const opinions = differing.map((o) => `${o.reviewer}: ${o.after}`);
  verdict.hidden = status === "proposed" && !opinions.length;
  verdict.classList.toggle("conflict", opinions.length > 0);
  verdict.textContent = opinions.length
    ? text("disagree", { opinions: opinions.join(" — ") })
    : text(`verdict.${status}`, { decided, reviewer });
}

/** Show the other readings, each with what its key does: how many places it answers. */
function showAlternatives({ alternatives }, count) {
  const list = alternatives.slice(0, 9).map(([word, share], k) => make("li",
    { data: { reading: word, share } },
    make("button", { type: "button", data: { action: "choose", digit: k + 1 } },
      make("kbd", { text: k + 1 }),
      make("span", { text: word || text("delete"), lang: word ? "vi" : null }),
      make("small", { text: notes(share, count) })),
  ));
  byId("alternatives").replaceChildren(...list);
}

const notes = (share, count) =>
  [share >= 0.01 && percent(share), count > 1 && text("places.count", { count })].filter(Boolean).join(" · ");

/** Say on the buttons what they do, and at how many places. */
function showCounts(view, count) {
  const { before, after } = view;
  const isDoubt = before === after; // accepting it and keeping it are the same
  byId("actions").querySelector("[data-action=restOfLine]").hidden = Boolean(view.free);
  byId("actions").querySelector("[data-action=again]").hidden = !view.pictured;
  const button = (action) => byId("actions").querySelector(`[data-action=${action}]`);
  const accept = [
    [view.added, "add.places"], [isDoubt, "leave.places"], [!after, "delete.places"], [true, "accept.places"],
  ];
  button("accept").lastChild.textContent = text(accept.find(([is]) => is)[1], { count });
  button("reject").lastChild.textContent = text(view.added ? "omit.places" : "reject.places", { count });
  button("reject").hidden = isDoubt;
}

/** Return what is asked where nothing is put in place of the word; null for a plain change. */
function question({ before, after, added }) {
  if (added) {
    return text("question.add", { after });
  }
  if (before === after) {
    return text("question.leave", { before });
  }
  return after ? null : text("question.delete", { before });
}

function tell({ view, details }) {
  const key = `${view.id} ${details.places.length}`;
  if (key !== told) {
    told = key;
    const line = view.units.map((u) => u.after).join(" ");
    const { before, after, confidence, page } = view;
    const count = details.places.length;
    const asked = question(view) ?? text("becomes", { before, after });
    announce(text("announce", { asked, share: percent(confidence), page, line, count }));
  }
}

/** Show how many can be accepted at once, and the order of the questions. */
export function queueTools({ queue, filters }) {
  const count = queue.sure;
  const button = byId("sure-button");
  button.hidden = !count;
  button.textContent = text("sure.button", { count });
  byId("order-button").textContent = text(`order.${filters.order ?? "worth"}`);
}

/** Show the queue over the page where the window is small, or hide it again. */
export function turnAside() {
  const { dataset } = document.body;
  dataset.aside = dataset.aside === "open" ? "" : "open";
  if (dataset.aside) {
    byId("queue-list").querySelector("[aria-current] button")?.focus();
  } else {
    byId("current").focus();
  }
}

/** Make the bar of keys at the bottom. */
export function keys() {
  byId("keys").replaceChildren(...IN_BAR.map((pair) => make("div", { class: "pair" }, ...pair.map(keyButton))));
}

/** Make the buttons of the current change. */
export function actions() {
  byId("actions").replaceChildren(...ACTIONS.map(keyButton));
}

function keyButton(action) {
  const [key] = shownKeys(KEYS.find((k) => k.action === action));
  return make("button", { type: "button", data: { action } },
    make("kbd", { text: key }), make("span", { text: text(action) }));
}

/** Open the field for another reading: of the current change, or of a span of its line. */
export function openEdit(review, span = null) {
  editing = span;
  const field = byId("edit");
  field.value = span ? span.before : review.view.after;
  byId("edit-form").hidden = false;
  byId("edit-label").textContent = text(span ? "edit.word" : "edit.label", { before: span?.before });
  field.focus();
  field.select();
}

/** Act on the field for another reading. */
export function listenToEdit(review, run) {
  const form = byId("edit-form");
  const close = () => {
    form.hidden = true;
    byId("current").focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const after = byId("edit").value.trim();
    close();
    run(() => (editing ? review.write(editing.start, editing.end, after) : review.decide("edited", after)));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) {
      close();
    }
  });
  byId("edit-cancel").addEventListener("click", close);
}
