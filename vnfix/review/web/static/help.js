// The help: all keys in groups, from the one table, and the switch for letters.

import { byId, make } from "./dom.js";
import { KEYS, letters, shownKeys } from "./keys.js";
import { text } from "./messages.js";

const GROUPS = ["decide", "move", "series", "picture", "page"];

/** Open the help; `onChange` is called when the letters are switched on or off. */
export function openHelp(onChange) {
  const dialog = byId("help-dialog");
  const box = make("input", { type: "checkbox", id: "letters", checked: letters.on });
  box.addEventListener("change", () => {
    letters.on = box.checked;
    onChange();
  });
  dialog.replaceChildren(
    make("h2", { id: "help-title", text: text("help.title") }),
    make("p", { text: text("help.intro") }),
    make("div", { class: "groups" }, ...GROUPS.map(group)),
    make("p", { class: "option" }, box, make("label", { for: "letters", text: text("help.letters") })),
    make("p", { text: text("help.input") }),
    make("form", { method: "dialog" }, make("button", { class: "main", text: text("close"), autofocus: true })),
  );
  dialog.showModal();
  dialog.scrollTop = 0; // the focus has led to its end
}

function group(name) {
  const rows = KEYS.filter((key) => key.group === name).flatMap((key) => [
    make("dt", {}, ...shownKeys(key).map((shown) => make("kbd", { text: shown }))),
    make("dd", { text: text(`${key.action}.help`) }),
  ]);
  return make("section", {}, make("h3", { text: text(`help.${name}`) }), make("dl", {}, ...rows));
}
