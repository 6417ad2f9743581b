// The documents of the review with their state, and the pages of the one that is shown.

import { byId, make } from "./dom.js";
import { text } from "./messages.js";
import { get } from "./server.js";
import { visit } from "./visiting.js";

const LOOK = 500; // milliseconds between two looks whether a document has come on
const WAITING = ["queued", "proposing"];

/** Open the list of documents; choosing one shows its questions alone. */
export async function openDocuments(review, run) {
  const dialog = byId("documents-dialog");
  const { state, view, filters } = review;
  const chosen = Number(filters.document) || view?.document || state.documents[0]?.id;
  const act = (work) => {
    dialog.close();
    run(work);
  };
  dialog.replaceChildren(
    make("h2", { id: "documents-title", text: text("documents.title", { count: state.documents.length }) }),
    make("ol", { id: "documents-list" }),
    make("p", { class: "buttons", hidden: !filters.document },
      make("button", { type: "button", id: "documents-all", text: text("documents.all"), on: {
        click: () => act(() => review.filter({ ...filters, document: "", page: "" })),
      } })),
    make("section", { id: "pages" }),
    closing(dialog));
  const looking = keepCurrent(byId("documents-list"), review, act);
  dialog.addEventListener("close", () => {
    clearInterval(looking);
    byId("current").focus();
  }, { once: true });
  dialog.showModal();
  dialog.querySelector("[aria-current] button")?.focus();
  if (chosen) {
    await showPages(chosen, review, act);
  }
}

/** Fill the list, and again whenever a document comes on; returns the timer. */
function keepCurrent(list, review, act) {
  let shown = "";
  const fill = () => {
    const { documents, progress } = review.state;
    const now = JSON.stringify([documents.map((d) => d.state), progress.standing]);
    if (now !== shown) {
      shown = now;
      const id = document.activeElement.closest("#documents-list li")?.dataset.id;
      list.replaceChildren(...documents.map((d) => row(d, review, act)));
      list.querySelector(`li[data-id="${id}"] button`)?.focus();
    }
  };
  fill();
  return setInterval(fill, LOOK);
}

const closing = (dialog) => make("p", { class: "buttons" },
  make("button", { type: "button", text: text("close"), on: { click: () => dialog.close() } }));

function row(d, review, act) {
  const { progress } = review.state;
  const [open = 0, decided = 0, left = 0] = progress.standing[d.id] ?? [];
  const stands = standingOf(d, open, decided);
  const facts = [text(`document.${stands}`)];
  if (open) {
    facts.push(text("document.open", { count: open }), text("mistakes", { count: Math.round(left) }));
  }
  const content = [
    make("span", { class: "name", text: d.name, title: d.path }),
    make("span", { class: "count", text: facts.join(" · ") }),
  ];
  const isCurrent = review.view?.document === d.id ? "true" : null;
  const show = () => act(() => review.filter({ ...review.filters, document: String(d.id), page: "" }));
  return make("li", { data: { id: d.id, state: stands }, "aria-current": isCurrent },
    entrance(d, content, show), problem(d));
}

/** Return why a document cannot be read, and what to do about it. */
const problem = ({ state, message, cause }) => make("p", {
  class: "conflict", hidden: state !== "failed", title: message, text: text(`cause.${cause || "broken"}`),
});

/** Return what opens a document; one that has not been read cannot be opened. */
const entrance = ({ state }, content, click) =>
  (state === "ready" ? make("button", { type: "button", on: { click } }, ...content) : make("p", {}, ...content));

function standingOf({ state }, open, decided) {
  if (state !== "ready") {
    return WAITING.includes(state) ? "waiting" : state;
  }
  if (open) {
    return decided ? "working" : "undecided";
  }
  return decided ? "done" : "healthy";
}

async function showPages(id, review, act) {
  const known = review.state.documents.find((d) => d.id === id);
  if (known?.state !== "ready" || known.pages < 2) {
    return;
  }
  const { pages } = await get("pages", { document: id });
  const buttons = pages.map(({ page, state, open }) => make("li", {},
    make("button", {
      type: "button", data: { page, state },
      "aria-label": `${text("page.number", { page })}, ${text(`document.${state}`)}`,
      "aria-current": review.view?.document === id && review.view.page === page ? "page" : null,
      title: open ? text("document.open", { count: open }) : text(`document.${state}`),
      text: page, on: { click: () => act(() => visit(review, id, { page })) },
    })));
  byId("pages").replaceChildren(
    make("h3", { text: text("pages.title", { name: known.name }) }),
    make("ol", { id: "pages-list" }, ...buttons));
}
