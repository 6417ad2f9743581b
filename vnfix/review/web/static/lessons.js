// What was learned from decisions, each with its decisions; taken back, or used again, by a button.

import { make } from "./dom.js";
import { text } from "./messages.js";

/**
 * Return the list of lessons.
 * @param {Object[]} lessons  as the server tells them
 * @param {function(function())} run  does something; what goes wrong is told
 * @param {function(Object): Promise<Object>} send  a lesson with `use`; gives what stands now
 * @returns {Element} with `data-turned` once something was changed
 */
export function listOfLessons(lessons, run, send) {
  const section = make("section", { id: "summary-learned" });
  const said = make("p", { class: "said", role: "status" });
  const show = (rows) => {
    const used = rows.filter((entry) => !entry.taken_back).length;
    section.hidden = !rows.length;
    section.replaceChildren(
      make("h3", { text: text("summary.learned", { count: used }) }),
      make("p", { text: text("learned.help") }), said,
      make("ul", {}, ...rows.map((entry) => row(entry, () => run(() => turn(entry))))));
  };
  const turn = async (entry) => {
    const use = Boolean(entry.taken_back);
    const { lessons: rows, count } = await send({ ...nameOf(entry), use });
    section.dataset.turned = "true";
    show(rows);
    const at = rows.findIndex((other) => isSame(other, entry));
    section.querySelectorAll("li button")[at]?.focus();
    said.textContent = text(use ? "learned.used" : "learned.forgotten", { count });
  };
  show(lessons);
  return section;
}

const nameOf = ({ kind, before, after }) => ({ kind, before, after });

const isSame = (one, other) => ["kind", "before", "after"].every((part) => one[part] === other[part]);

function row(entry, turn) {
  const back = entry.taken_back;
  const said = text(`learned.${entry.kind}`, entry);
  const ground = entry.places ? text("learned.ground", { ...entry, count: entry.places }) : "";
  const facts = [ground, back && text("learned.back", { who: back })].filter(Boolean).join(" · ");
  const action = text(back ? "learned.use" : "learned.forget");
  return make("li", { data: { kind: entry.kind, back: back ? "true" : "false" } },
    make("span", { class: "lesson" }, make(back ? "s" : "span", { text: said }),
      make("span", { class: "count", hidden: !facts, text: ` · ${facts}` })),
    make("button", { type: "button", text: action, "aria-label": `${action}: ${said}`,
      on: { click: turn } }));
}
