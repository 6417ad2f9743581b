// What is said aloud by a screen reader, and what went wrong.

import { byId, make } from "./dom.js";
import { has, text } from "./messages.js";

const SHOWN_FOR = 6000; // milliseconds

let timer = 0;

/** Tell a screen reader; with `show`, tell everybody for a while. */
export function announce(message, { show = false } = {}) {
  byId("live").textContent = message;
  if (show) {
    const notice = byId("notice");
    notice.textContent = message;
    notice.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => { notice.hidden = true; }, SHOWN_FOR);
  }
}

/** Show an error until it is closed or something succeeds. */
export function fail(error) {
  const known = has(`error.${error.message}`);
  const message = known ? text(`error.${error.message}`) : error.message;
  const remedy = known ? "" : error.remedy ?? "";
  const box = byId("alert");
  box.replaceChildren(
    make("p", { text: message }),
    make("p", { text: remedy }),
    make("button", { type: "button", text: text("close"), on: { click: clear } }),
  );
  box.hidden = false;
}

export function clear() {
  byId("alert").hidden = true;
}
