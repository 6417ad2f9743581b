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

/** Say nothing any more: it was in another language. */
export function unsay() {
  byId("notice").hidden = true;
  byId("live").textContent = "";
}

/** Return what an error of the server, or of the page itself, says in the language of the page. */
export const explained = (key, values) =>
  text(has(`error.${key}`) ? `error.${key}` : "error.fault", values);

const box = byId("alert");

/** Show an error until it is closed or something succeeds; where a dialog is open, in the dialog. */
export function fail(error) {
  const message = explained(error.message, error.values);
  (document.querySelector("dialog[open]") ?? document.body).append(box);
  box.replaceChildren(
    make("p", { text: message, title: error.detail || String(error) }),
    make("button", { type: "button", text: text("close"), on: { click: clear } }),
  );
  box.hidden = false;
}

export function clear() {
  box.hidden = true;
}
