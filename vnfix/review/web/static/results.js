// Saving: first what is written and where, then one document after the other, then what was written.

import { explained } from "./announce.js";
import { byId, make } from "./dom.js";
import { text } from "./messages.js";
import { post } from "./server.js";

const KINDS = ["same", "text", "corrections"];
const SHOWN = 12; // files that are named before they are written

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

/** Tell how the chosen documents stand, and which files would be written. */
async function showPlan(wanted, plan, { progress }) {
  const { files, healthy } = await post("plan", wanted);
  const standing = Object.entries(progress.standing)
    .filter(([id]) => !wanted.documents.length || wanted.documents.includes(Number(id)));
  const sum = (at) => standing.reduce((total, [, row]) => total + row[at], 0);
  byId("write-summary").textContent = text("write.summary", { open: sum(0), decided: sum(1), auto: sum(3) });
  const taken = (f) => f.exists && f.kind !== "corrections" && !wanted.replace;
  const rows = files.slice(0, SHOWN).map((f) => make("li", { class: taken(f) ? "conflict" : "" },
    make("code", { text: f.path }), taken(f) ? ` ${text("write.exists")}` : ""));
  if (files.length > SHOWN) {
    rows.push(make("li", { text: text("places.more", { count: files.length - SHOWN }) }));
  }
  plan.replaceChildren(
    make("h3", { text: text("write.plan", { count: files.length }) }), make("ul", {}, ...rows),
    make("p", { text: text("write.healthy", { count: healthy.length }), hidden: !healthy.length }));
  byId("write-go").disabled = !files.length;
}

/** Write one document after the other, so that one sees how far it has come. */
async function send(wanted, outcome) {
  const { files } = await post("plan", wanted);
  const documents = [...new Set(files.map((f) => f.document))];
  const bar = make("progress", { max: documents.length, value: 0, "aria-label": text("write.busy") });
  outcome.dataset.state = "writing";
  outcome.replaceChildren(make("p", { text: text("write.busy") }), bar);
  const done = { written: [], failed: [] };
  for (const number of documents) {
    const { written, failed } = await post("results", { ...wanted, documents: [number] });
    done.written.push(...written);
    done.failed.push(...failed);
    bar.value += 1;
  }
  const problem = ({ name, error, key, values }) =>
    make("li", { class: "conflict", text: `${name}: ${explained(key, values)}`, title: error });
  outcome.replaceChildren(
    list("write.written", done.written.map((path) => make("li", {}, make("code", { text: path })))),
    list("write.failed", done.failed.map(problem)));
  outcome.dataset.state = done.failed.length ? "failed" : "written";
}

function list(title, rows) {
  return make("section", { hidden: !rows.length },
    make("h3", { text: text(title, { count: rows.length }) }), make("ul", {}, ...rows));
}
