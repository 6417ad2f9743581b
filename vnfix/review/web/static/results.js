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
  const button = (id, key, click, rest = {}) =>
    make("button", { type: "button", id, text: text(key), on: { click }, ...rest });
  dialog.replaceChildren(
    make("h2", { id: "write-title", text: text("write.title") }),
    make("p", { text: text("write.summary", { decided, open: asked - decided, auto }) }),
    make("p", { class: "conflict", text: text("conflicts", { count: conflicts }), hidden: !conflicts }),
    make("p", { class: "option" }, replace,
      make("label", { for: "write-replace", text: text("write.replace") })),
    make("p", { class: "buttons" },
      button("write-repaired", "write.repaired", () => write(true), { class: "main", autofocus: true }),
      button("write-corrections", "write.corrections", () => write(false)),
      button("write-close", "close", () => dialog.close())),
    outcome,
  );
  dialog.addEventListener("close", () => byId("current").focus(), { once: true });
  dialog.showModal();
}

async function send(wanted, outcome) {
  outcome.dataset.state = "writing";
  outcome.replaceChildren(make("p", { text: text("write.busy") }));
  const { written, failed, commands } = await post("results", wanted);
  const code = (line) => make("li", {}, make("code", { text: line }));
  const problem = ({ error, remedy }) => make("li", { class: "conflict", text: `${error} ${remedy}` });
  outcome.replaceChildren(
    list("write.written", written.map(code)),
    list("write.failed", failed.map(problem)),
    list("write.commands", wanted.repaired ? [] : commands.map(code)),
  );
  outcome.dataset.state = failed.length ? "failed" : "written";
}

function list(title, rows) {
  return make("section", { hidden: !rows.length }, make("h3", { text: text(title) }), make("ul", {}, ...rows));
}
