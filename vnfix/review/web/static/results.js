// Writing the results: correction files, and the repaired documents beside their originals.

import { byId, make } from "./dom.js";
import { text } from "./messages.js";
import { post } from "./server.js";

/** Open the dialog that writes what was decided. */
export function openResults({ state }, run) {
  const { decided, asked, auto, conflicts } = state.progress;
  const dialog = byId("write-dialog");
  const outcome = make("div", { id: "write-outcome", role: "status" });
  const replace = make("input", { type: "checkbox", id: "write-replace" });
  const write = (repaired) => run(() => send({ repaired, replace: replace.checked }, outcome));
  dialog.replaceChildren(
    make("h2", { id: "write-title", text: text("write.title") }),
    make("p", { text: text("write.summary", { decided, open: asked - decided, auto }) }),
    make("p", { class: "conflict", text: text("conflicts", { count: conflicts }), hidden: !conflicts }),
    make("p", { class: "option" }, replace, make("label", { for: "write-replace", text: text("write.replace") })),
    make("p", { class: "buttons" },
      make("button", { type: "button", class: "main", id: "write-repaired", text: text("write.repaired"), autofocus: true, on: { click: () => write(true) } }),
      make("button", { type: "button", id: "write-corrections", text: text("write.corrections"), on: { click: () => write(false) } }),
      make("button", { type: "button", text: text("close"), on: { click: () => dialog.close() } })),
    outcome,
  );
  dialog.addEventListener("close", () => byId("current").focus(), { once: true });
  dialog.showModal();
}

async function send(wanted, outcome) {
  outcome.dataset.state = "writing";
  outcome.replaceChildren(make("p", { text: text("write.busy") }));
  const { written, failed, commands } = await post("results", wanted);
  outcome.replaceChildren(
    list("write.written", written.map((name) => make("li", {}, make("code", { text: name })))),
    list("write.failed", failed.map(({ error, remedy }) => make("li", { class: "conflict", text: `${error} ${remedy}` }))),
    list("write.commands", wanted.repaired ? [] : commands.map((line) => make("li", {}, make("code", { text: line })))),
  );
  outcome.dataset.state = failed.length ? "failed" : "written";
}

function list(title, rows) {
  return make("section", { hidden: !rows.length }, make("h3", { text: text(title) }), make("ul", {}, ...rows));
}
