// Searching in what was read and in what it became, and going to a page or a line.

import { byId, make } from "./dom.js";
import { text } from "./messages.js";
import { get } from "./server.js";
import { visit } from "./visiting.js";

const PAUSE = 250; // milliseconds without a key until it is searched

/** Open the search. */
export function openFind(review, run) {
  const dialog = byId("find-dialog");
  const { view, state } = review;
  const number = view?.document ?? state.documents.find((d) => d.state === "ready")?.id;
  const go = (document, at) => {
    dialog.close();
    run(() => visit(review, document, at));
  };
  const field = make("input", { id: "find-text", type: "text", autocomplete: "off", lang: "vi", maxlength: 200 });
  const list = make("ol", { id: "find-list" });
  const said = make("p", { id: "find-said", role: "status" });
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => run(() => showHits(field.value, { list, said, state, go })), PAUSE);
  });
  dialog.replaceChildren(
    make("h2", { id: "find-title", text: text("find.title") }),
    make("p", {}, make("label", { for: "find-text", text: text("find.text") }), field),
    said, list,
    jump("page", { go, number, value: view?.page, most: state.documents.find((d) => d.id === number)?.pages }),
    jump("line", { go, number, value: view?.line }),
    make("p", { class: "buttons" },
      make("button", { type: "button", text: text("close"), on: { click: () => dialog.close() } })));
  dialog.addEventListener("close", () => byId("current").focus(), { once: true });
  dialog.showModal();
  field.focus();
}

async function showHits(wanted, { list, said, state, go }) {
  const { hits, more } = await get("search", { text: wanted });
  const names = new Map(state.documents.map((d) => [d.id, d.name]));
  list.replaceChildren(...hits.map(({ document: number, page, line, start, left, word, right }) => make("li", {},
    make("button", { type: "button", data: { start }, on: { click: () => go(number, { start }) } },
      make("span", { class: "snippet" },
        make("span", { text: left }), make("b", { text: word }), make("span", { text: right })),
      make("span", { class: "name", text: [text("place", { page, line }), names.size > 1 && names.get(number)]
        .filter(Boolean).join(" · ") })))));
  const count = hits.length;
  said.textContent = wanted.trim() ? text(more ? "find.more" : "find.found", { count }) : "";
}

function jump(kind, { go, number, value, most = null }) {
  const field = make("input", { id: `find-${kind}`, type: "number", min: 1, max: most, value: value ?? "" });
  const form = make("form", { class: "jump", id: `find-${kind}-form` },
    make("label", { for: `find-${kind}`, text: text(`find.${kind}`) }), field,
    make("button", { text: text("find.go") }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value && number) {
      go(number, { [kind]: field.value });
    }
  });
  return form;
}
