// Saving: first what is written and where, then how far it has come, then what was written.

import { explained } from "./announce.js";
import { byId, make } from "./dom.js";
import { text } from "./messages.js";
import { ask, get, post, settled } from "./server.js";

const KINDS = ["same", "text", "corrections"];
const SHOWN = 12; // files that are named before they are written
const POLL = 200; // milliseconds between two looks at what is being written

/** Open the dialog that saves what was decided. */
export async function openResults({ state, view }, run) {
  const { conflicts } = state.progress;
  const dialog = byId("write-dialog");
  const several = state.documents.length > 1;
  const current = state.documents.find((d) => d.id === view?.document);
  const form = make("form", { id: "write-form" },
    choice("all", text("write.all", { count: state.documents.length }), !several),
    current && several ? choice("this", text("write.this", { name: current.name }), true) : "",
    make("fieldset", {},
      make("legend", { text: text("write.kinds") }), ...KINDS.map((kind) => tick(kind, true))),
    make("p", { class: "option" },
      make("label", { for: "write-folder", text: text("write.folder") }),
      make("input", { id: "write-folder", name: "folder", placeholder: text("write.beside"), maxlength: 500 })),
    tick("replace", false));
  if (several && !current) {
    form.elements.scope.checked = true;
  }
  const plan = make("div", { id: "write-plan", role: "status" });
  const outcome = make("div", { id: "write-outcome", role: "status" });
  const wanted = () => body(form, current);
  const look = () => run(() => showPlan(wanted(), plan, state));
  form.addEventListener("change", look);
  form.addEventListener("submit", (event) => event.preventDefault());
  dialog.replaceChildren(
    make("h2", { id: "write-title", text: text("write.title") }),
    make("p", { id: "write-summary" }),
    make("p", { class: "conflict", text: text("conflicts", { count: conflicts }), hidden: !conflicts }),
    form, plan,
    make("p", { class: "buttons" },
      make("button", { type: "button", id: "write-go", class: "main", text: text("write.go"), autofocus: true,
        on: { click: () => run(() => send(wanted(), outcome)) } }),
      make("button", { type: "button", id: "write-close", text: text("close"),
        on: { click: () => dialog.close() } })),
    outcome);
  dialog.addEventListener("close", () => byId("current").focus(), { once: true });
  dialog.showModal();
  await showPlan(wanted(), plan, state);
  await follow(outcome);
}

function choice(value, label, checked) {
  const id = `write-scope-${value}`;
  return make("p", { class: "option" },
    make("input", { type: "radio", id, name: "scope", value, checked }),
    make("label", { for: id, text: label }));
}

function tick(name, checked) {
  const id = `write-${name}`;
  return make("p", { class: "option" },
    make("input", { type: "checkbox", id, name, checked }),
    make("label", { for: id, text: text(`write.${name}`) }));
}

/** Return what the form asks for. */
function body(form, current) {
  const { elements } = form;
  const one = form.querySelector("#write-scope-this")?.checked;
  return {
    kinds: KINDS.filter((kind) => elements[kind].checked),
    documents: one ? [current.id] : [],
    folder: elements.folder.value.trim(),
    replace: elements.replace.checked,
  };
}

/** Tell how the chosen documents stand, and which files would be written; first those that stay. */
async function showPlan(wanted, plan, { progress }) {
  const { files, healthy } = await post("plan", wanted);
  const standing = Object.entries(progress.standing)
    .filter(([id]) => !wanted.documents.length || wanted.documents.includes(Number(id)));
  const sum = (at) => standing.reduce((total, [, row]) => total + row[at], 0);
  byId("write-summary").textContent = text("write.summary", { open: sum(0), decided: sum(1), auto: sum(3) });
  const staying = files.filter(({ stays }) => stays);
  const written = files.filter(({ stays }) => !stays);
  const more = files.length - SHOWN;
  const rows = [...staying, ...written].slice(0, SHOWN)
    .map(({ path, stays }) => make("li", { class: stays ? "conflict" : "" },
      make("code", { text: path }), stays ? ` ${text(`write.${stays}`)}` : ""));
  plan.replaceChildren(
    make("h3", { text: text("write.plan", { count: written.length }) }), make("ul", {}, ...rows,
      more > 0 ? make("li", { text: text("places.more", { count: more }) }) : ""),
    make("p", { text: text("write.healthy", { count: healthy.length }), hidden: !healthy.length }));
  byId("write-go").disabled = !written.length;
}

/** Let the server write all of it; it goes on where this page is closed. */
async function send(wanted, outcome) {
  await settled(); // what was decided is to be written too
  let over = false;
  const answer = ask("results", wanted).finally(() => { over = true; });
  try {
    const [said] = await Promise.all([answer, watch(outcome, () => over)]);
    await showOutcome(said, outcome);
  } catch (error) {
    outcome.replaceChildren();
    throw error;
  }
}

/** Show what is being written, and what was written when no page was there to say so. */
async function follow(outcome) {
  const state = await get("saving");
  if (state.running) {
    await watch(outcome, ({ running }) => !running);
  }
  const { unseen } = state.running ? await get("saving") : state;
  if (unseen) {
    await showOutcome(unseen, outcome);
  } else {
    outcome.replaceChildren();
  }
}

/** Show how far writing has come until it is over. */
async function watch(outcome, isOver) {
  const bar = make("progress", { "aria-label": text("write.busy") });
  outcome.dataset.state = "writing";
  outcome.replaceChildren(make("p", { text: text("write.busy") }), bar);
  let state;
  do {
    await new Promise((done) => { setTimeout(done, POLL); });
    state = await get("saving");
    if (state.count) {
      Object.assign(bar, { max: state.count, value: state.done });
    }
  } while (!isOver(state));
}

/** Say what was written, what a file could not hold, and what was not written. */
async function showOutcome({ written, left, failed }, outcome) {
  const problem = ({ name, error, key, values }) =>
    make("li", { class: "conflict", text: `${name}: ${explained(key, values)}`, title: error });
  outcome.replaceChildren(
    list("write.written", written.map((path) => make("li", {}, make("code", { text: path })))),
    ...left.map(({ name, places }) => list("write.left", places.map(kept), { name })),
    list("write.failed", failed.map(problem)));
  outcome.dataset.state = failed.length || left.length ? "failed" : "written";
  await ask("saving", {}); // somebody has seen it
}

/** Return the entry of a place that keeps its old text. */
function kept({ before, after, page, line, font }) {
  if (font) {
    return make("li", { class: "conflict", text: text("write.left.font", { font }) });
  }
  const where = line ? text("place", { page, line }) : text("page.number", { page });
  const change = before ? text("becomes", { before, after: after || text("delete") }) : after;
  return make("li", { class: "conflict", text: `${where}: ${change}` });
}

function list(title, rows, values = {}) {
  return make("section", { hidden: !rows.length },
    make("h3", { text: text(title, { count: rows.length, ...values }) }), make("ul", {}, ...rows));
}
